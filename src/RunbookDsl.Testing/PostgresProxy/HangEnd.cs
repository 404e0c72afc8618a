namespace RunbookDsl.Testing;

/// <summary>How a statement that hung came to an end.</summary>
internal enum HangEnd
{
    /// <summary>The client closed the connection.</summary>
    Gone,

    /// <summary>The client asked to cancel it.</summary>
    Cancelled,

    /// <summary>Nobody would ever have given up.</summary>
    Endless,
}
