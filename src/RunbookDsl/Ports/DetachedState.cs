namespace RunbookDsl;

/// <summary>How a detached program stands.</summary>
public enum DetachedState
{
    /// <summary>It never began, and cannot begin any more.</summary>
    NeverBegun,

    /// <summary>It, or something of its session, lives.</summary>
    Running,

    /// <summary>It has ended and left its exit code.</summary>
    Ended,

    /// <summary>
    /// It began, nothing of it lives, and it left no exit code: killed, or the machine stopped.
    /// </summary>
    Lost,
}
