namespace RunbookDsl.Journal.Postgres;

/// <summary>Whether lines that were sent are in the journal.</summary>
internal enum AppendFate
{
    /// <summary>They are, and we were the last to write.</summary>
    Landed,

    /// <summary>They are not and never will be; nobody else has written.</summary>
    Absent,

    /// <summary>Another owner has the run; they may be in or not, as the journal says.</summary>
    Fenced,

    /// <summary>The journal has less than it had acknowledged: a fail-over lost records.</summary>
    Lost,

    /// <summary>The database does not answer: nobody knows.</summary>
    Unknown,
}
