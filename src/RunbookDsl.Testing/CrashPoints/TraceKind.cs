namespace RunbookDsl.Testing;

/// <summary>Kinds of lines of a trace.</summary>
internal enum TraceKind
{
    /// <summary>A process began to work on the run.</summary>
    Process,

    /// <summary>A commit returned: this record is durable.</summary>
    Durable,

    /// <summary>A record nobody was told of, found by the next process.</summary>
    Found,

    /// <summary>The next process found an end of the journal torn, now or earlier.</summary>
    Torn,

    /// <summary>An effect on the world.</summary>
    Effect,

    /// <summary>The process ended, or the power went.</summary>
    Crash,

    /// <summary>What the engine said when it stopped.</summary>
    Result,
}
