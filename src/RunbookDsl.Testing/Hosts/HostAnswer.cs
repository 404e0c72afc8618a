using System.Collections.Immutable;

namespace RunbookDsl.Testing;

/// <summary>What the nginx of a scripted machine answers to who asks for its site.</summary>
/// <param name="Status">HTTP status; 200 leaves the page to who asks.</param>
/// <param name="Body">The page, unless the status is 200.</param>
public sealed record HostAnswer(int Status, string Body)
{
    /// <summary>Headers of its own.</summary>
    public ImmutableDictionary<string, string> Headers { get; init; } =
        ImmutableDictionary<string, string>.Empty;

    /// <summary>
    /// Asks: the maintenance page while its switch is on, 502 while the application does not run, else 200.
    /// </summary>
    /// <param name="stage">The rehearsal.</param>
    /// <param name="host">Name of the machine.</param>
    /// <param name="app">The unit behind nginx; null is nobody.</param>
    /// <returns>Null when nothing listens, or the world has no such machine.</returns>
    public static HostAnswer? Ask(Stage stage, string host, string? app)
    {
        ArgumentNullException.ThrowIfNull(stage);
        if (
            stage.Find<SshRealm>()?.Find(host) is not { } machine
            || machine.Boot.IsCancellationRequested
            || machine.Units.Find("nginx") is not { IsActive: true }
        )
            return null;
        var (status, wait, body) = CurlProgram.Answer(machine);
        if (status != 200)
            return new(status, body)
            {
                Headers = wait is null
                    ? ImmutableDictionary<string, string>.Empty
                    : ImmutableDictionary<string, string>.Empty.Add("Retry-After", wait),
            };
        return app is null || machine.Units.Find(app) is { IsActive: true }
            ? new(200, "")
            : new(502, "<html><body>502 Bad Gateway</body></html>");
    }
}
