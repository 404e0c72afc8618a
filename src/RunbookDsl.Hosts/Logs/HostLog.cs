namespace RunbookDsl.Hosts;

/// <summary>A log of a host; see <see cref="SshHost.Journal"/> and <see cref="SshHost.LogFile"/>.</summary>
/// <remarks>
/// <see cref="Mark"/> before the change, <see cref="NoNewErrors"/> after it: what is judged is what came in
/// between, whatever its age on the screen would be.
/// </remarks>
public sealed record HostLog
{
    private const string Words = "error|fatal|panic|exception|critical|emerg";

    internal HostLog(SshHost host, string? unit, string? path) =>
        (Host, Unit, Path, Errors) = (host, unit, path, unit is null ? Words : null);

    /// <summary>Where it is.</summary>
    public SshHost Host { get; }

    /// <summary>The unit, with its suffix; null for a file.</summary>
    public string? Unit { get; }

    /// <summary>Full path of the file; null for a unit.</summary>
    public string? Path { get; }

    /// <summary>Extended regular expression of what is an error, in any case of letters; null is the
    /// priority.</summary>
    public string? Errors { get; private init; }

    /// <summary>Extended regular expressions of what is no error after all.</summary>
    public IReadOnlyList<string> Ignored { get; private init; } = [];

    internal string Name => Unit is null ? $"{Path} on {Host}" : $"journal of {Unit} on {Host}";

    internal LogSource Source => Unit is null ? new FileLog(this) : new JournalLog(this);

    /// <summary>A copy with another idea of an error.</summary>
    /// <param name="pattern">Extended regular expression, looked for in any case of letters.</param>
    public HostLog ErrorsAre(string pattern) => this with { Errors = LogKind.Checked(pattern) };

    /// <summary>A copy that leaves messages with one of these out.</summary>
    /// <param name="patterns">Regular expressions, looked for in any case of letters.</param>
    public HostLog Ignoring(params string[] patterns) =>
        this with
        {
            Ignored = [.. Ignored, .. patterns.Select(LogKind.Checked)],
        };

    /// <summary>
    /// Notes where the log ends now, and which kinds of errors it knows already: of the last hour of a
    /// journal, of the last MiB of a file. Changes nothing; journaled, numbers and names in the messages
    /// blanked.
    /// </summary>
    public LogMarkOperation Mark() => new(this);

    /// <summary>
    /// Asserts that no error of a new kind came since a mark. Messages that differ in numbers, addresses, ids
    /// and quoted words alone are of one kind. Changes nothing. Fails as well when a part of the log between
    /// the mark and now is gone.
    /// </summary>
    /// <param name="since">The step that took the mark.</param>
    public LogCheck NoNewErrors(Input<LogMark> since) => new(this, since);

    /// <summary>
    /// Asserts that nothing was written to a log file for so long: nobody asks an old host any more. One
    /// look, changes nothing.
    /// </summary>
    /// <param name="time">At least a day, and twice the TTL that names had before they moved.</param>
    /// <exception cref="ArgumentException">It is the journal of a unit, or no time.</exception>
    public SilentLogCheck AssertSilent(TimeSpan time) => new(this, time);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
