using System.Globalization;

namespace RunbookDsl.Hosts;

/// <summary>Asserts that nobody writes to a log any more; see <see cref="HostLog.AssertSilent"/>.</summary>
public sealed record SilentLogCheck : HostCheck
{
    private readonly string _path;

    internal SilentLogCheck(HostLog log, TimeSpan time)
        : base(log.Host)
    {
        _path =
            log.Path
            ?? throw new ArgumentException($"the {log.Name} is no file: AssertSilent wants a log file");
        Time =
            time >= TimeSpan.FromSeconds(1)
                ? time
                : throw new ArgumentException($"a silence of {Durations.Exact(time)} says nothing");
    }

    /// <summary>For how long it has to have been silent.</summary>
    public TimeSpan Time { get; }

    /// <inheritdoc/>
    public override string Kind => "Log.AssertSilent";

    /// <inheritdoc/>
    public override string Description =>
        $"nothing was written to {_path} on {Host} for {Durations.Text(Time)}";

    /// <inheritdoc/>
    public override IReadOnlyList<Fact> Facts =>
        [.. base.Facts, new("log", _path), new("for", Durations.Text(Time))];

    /// <inheritdoc/>
    public override async Task<Verdict> RunAsync(StepContext context, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(context);
        var since = (context.Clock.GetUtcNow() - Time).ToUnixTimeSeconds();
        var call = new HostCall(
            Host,
            $"look when {_path} was written to",
            "find",
            _path,
            "-newermt",
            string.Create(CultureInfo.InvariantCulture, $"@{since}")
        )
        {
            AsRoot = true,
        };
        var said = await call.AskAsync(context, cancellation).ConfigureAwait(false);
        return said.Output.Trim().Length == 0
            ? Verdict.Pass($"{_path} on {Host} was not written to for {Durations.Text(Time)}")
            : Verdict.Fail(
                $"somebody still asks {Host}: {_path} was written to within {Durations.Text(Time)}"
            );
    }
}
