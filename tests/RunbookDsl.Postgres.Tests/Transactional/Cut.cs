namespace RunbookDsl.Postgres.Tests;

/// <summary>What becomes of a connection when its client says COMMIT.</summary>
internal enum Cut
{
    /// <summary>Nothing: the connection lives.</summary>
    None,

    /// <summary>Both sides are cut; the server never hears of it.</summary>
    Before,

    /// <summary>The server gets it, the client no reply.</summary>
    ReplySwallowed,

    /// <summary>The client is cut at once; the server gets it some moments later.</summary>
    Late,

    /// <summary>The server gets a part of it.</summary>
    Torn,
}
