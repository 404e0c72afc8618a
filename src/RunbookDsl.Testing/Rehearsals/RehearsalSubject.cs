namespace RunbookDsl.Testing;

/// <summary>What is rehearsed, and with what.</summary>
/// <param name="Script">Full path of the runbook.</param>
/// <param name="Host">Its world, started.</param>
/// <param name="Reader">Reads it.</param>
/// <param name="Programs">Starts programs.</param>
public sealed record RehearsalSubject(
    string Script,
    WorldHost Host,
    IRunbookReader Reader,
    IProgramStarter Programs
)
{
    /// <summary>Parameters that go before those of the world file.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// When virtual time begins if the world file does not say; null is 2026-01-01 00:00 UTC.
    /// </summary>
    public DateTimeOffset? StartsAt { get; init; }

    /// <summary>Moves the runbook's window; null keeps it.</summary>
    public DateTimeOffset? WindowStart { get; init; }

    /// <summary>
    /// How long nothing may move in real time before a rehearsal is given up; ten times as long, and it is
    /// given up whatever moves. Default 60 s.
    /// </summary>
    public TimeSpan RealLimit { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The runbook's name: its file without the extension.</summary>
    public string Name => Path.GetFileNameWithoutExtension(Script);
}
