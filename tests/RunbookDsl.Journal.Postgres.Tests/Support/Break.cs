namespace RunbookDsl.Journal.Postgres.Tests;

/// <summary>How a connection is to break.</summary>
internal enum Break
{
    /// <summary>It does not.</summary>
    Never,

    /// <summary>The statement never reaches the server.</summary>
    BeforeRequest,

    /// <summary>Only a part of it does.</summary>
    InRequest,

    /// <summary>It reaches the server; the connection is cut before anything is heard of it.</summary>
    AfterRequest,

    /// <summary>The client is cut off at once, the statement reaches the server some time later.</summary>
    LateRequest,

    /// <summary>The server has answered; the answer is swallowed.</summary>
    BeforeReply,

    /// <summary>Only a part of the answer arrives.</summary>
    InReply,
}
