namespace RunbookDsl.Testing;

/// <summary>What the server still owes an answer to.</summary>
internal enum ReplyKind
{
    /// <summary>The beginning of the session, which ends in "ready".</summary>
    Startup,

    /// <summary>A simple query or a function call, which ends in "ready".</summary>
    Query,

    /// <summary>One statement of the extended protocol.</summary>
    Execute,

    /// <summary>The end of a group of the extended protocol, which ends in "ready".</summary>
    Sync,
}
