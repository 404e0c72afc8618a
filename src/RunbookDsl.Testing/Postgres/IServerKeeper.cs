namespace RunbookDsl.Testing;

/// <summary>What stands between us and a running server, and takes it away when we are done.</summary>
internal interface IServerKeeper : IAsyncDisposable
{
    /// <summary>What the server has logged so far.</summary>
    string Log { get; }

    /// <summary>Completes when the server has ended, wanted or not.</summary>
    Task ServerEnded { get; }
}
