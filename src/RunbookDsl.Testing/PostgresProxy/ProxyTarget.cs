namespace RunbookDsl.Testing;

/// <summary>The server behind a proxy, and whose it is.</summary>
/// <param name="Stage">Where calls are entered.</param>
/// <param name="System">The system's name in the world file.</param>
/// <param name="Host">The server's address.</param>
/// <param name="Port">Its port.</param>
/// <param name="TerminateAsync">Ends a server process by its id.</param>
internal sealed record ProxyTarget(
    Stage Stage,
    string System,
    string Host,
    int Port,
    Func<int, Task> TerminateAsync
)
{
    /// <summary>Says why a statement must not reach the server; null when it may.</summary>
    public Func<string, string?> Refuse { get; init; } = _ => null;
}
