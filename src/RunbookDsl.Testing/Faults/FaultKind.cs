namespace RunbookDsl.Testing;

/// <summary>What goes wrong with one call.</summary>
public enum FaultKind
{
    /// <summary>The system answers with an error of its own kind: an SQLSTATE, a status, an exit
    /// code.</summary>
    Error,

    /// <summary>The connection is cut.</summary>
    Drop,

    /// <summary>No answer comes.</summary>
    Hang,

    /// <summary>The system asks to be asked less often.</summary>
    RateLimited,

    /// <summary>What was asked is done twice, as by a network that repeats.</summary>
    Duplicate,

    /// <summary>The program or the server process is killed.</summary>
    Kill,
}
