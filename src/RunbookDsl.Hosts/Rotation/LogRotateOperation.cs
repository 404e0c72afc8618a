using System.Globalization;
using System.Text.Json.Serialization.Metadata;

namespace RunbookDsl.Hosts;

/// <summary>Rotates logs; see <see cref="SshHost.RotateLogs"/>.</summary>
public sealed record LogRotateOperation : HostOperation<RotationResult>
{
    internal LogRotateOperation(SshHost host, string config, string log)
        : base(host) => (Config, Log) = (RemotePath.Checked(config), RemotePath.Checked(log));

    /// <summary>Full path of the configuration.</summary>
    public string Config { get; }

    /// <summary>Full path of the log that is looked at.</summary>
    public string Log { get; }

    /// <inheritdoc/>
    public override string Kind => "Host.LogRotate";

    /// <inheritdoc/>
    public override string Description => $"rotate the logs of {Config} on {Host} now";

    /// <inheritdoc/>
    public override EffectClass Effect => EffectClass.NonIdempotent;

    /// <inheritdoc/>
    public override string Verification =>
        $"{Log} is a new file or was cut, and no process still writes to the old one";

    /// <inheritdoc/>
    public override TimeSpan VerifyWithin => TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public override string Warning =>
        "Each rotation moves the oldest log nearer to its end: do not repeat it for nothing";

    /// <inheritdoc/>
    public override IReadOnlyList<Fact> Facts => [.. base.Facts, new("config", Config), new("log", Log)];

    /// <inheritdoc/>
    protected override JsonTypeInfo<RotationResult> JsonInfo => HostsJson.Default.RotationResult;

    /// <inheritdoc/>
    public override async Task<Probe> ProbeAsync(StepContext context, CancellationToken cancellation)
    {
        var now = await LogFileState.ReadAsync(context, Host, Log, cancellation).ConfigureAwait(false);
        return context is { IsInDoubt: true, Before: { } before } && IsRotated(before, now)
            ? Probe.Done(
                $"{Log} on {Host} was rotated since: {now.Shown}",
                new RotationResult(Log, now.Writers)
            )
            : Probe.NotDone($"{Log} on {Host}: {now.Shown}");
    }

    /// <inheritdoc/>
    public override async Task<Captured?> CaptureAsync(StepContext context, CancellationToken cancellation)
    {
        var now = await LogFileState.ReadAsync(context, Host, Log, cancellation).ConfigureAwait(false);
        return Captured
            .Of("inode", now.Inode)
            .And("device", now.Device)
            .And("bytes", now.Bytes.ToString(CultureInfo.InvariantCulture))
            .And("writers", now.Writers.ToString(CultureInfo.InvariantCulture));
    }

    /// <inheritdoc/>
    public override async Task<RotationResult> RunAsync(StepContext context, CancellationToken cancellation)
    {
        var trial = new HostCall(Host, $"try {Config}", "logrotate", "-d", Config)
        {
            AsRoot = true,
            Answers = [1],
        };
        var tried = await trial.AskAsync(context, cancellation).ConfigureAwait(false);
        // Older ones end their trial with 0 whatever is wrong.
        if (
            $"{tried.Error}\n{tried.Output}"
                .Split('\n')
                .FirstOrDefault(l => l.StartsWith("error:", StringComparison.Ordinal)) is
            { } error
        )
            throw new OperationFailedException(
                $"logrotate on {Host} refuses {Config}: {error}. Nothing was done."
            );
        if (tried.ExitCode != 0)
            throw new OperationFailedException(
                $"logrotate on {Host} refuses {Config}: {tried.Error.Trim()} Nothing was done."
            );
        var call = new HostCall(Host, $"rotate the logs of {Config}", "logrotate", "-f", Config)
        {
            AsRoot = true,
        };
        await call.ChangeAsync(context, cancellation).ConfigureAwait(false);
        var now = await LogFileState.ReadAsync(context, Host, Log, cancellation).ConfigureAwait(false);
        return new(Log, now.Writers);
    }

    /// <inheritdoc/>
    public override async Task<Verdict> VerifyAsync(
        StepContext context,
        RotationResult result,
        CancellationToken cancellation
    )
    {
        var before = context.Before!;
        var now = await LogFileState.ReadAsync(context, Host, Log, cancellation).ConfigureAwait(false);
        if (!IsRotated(before, now))
            return Verdict.Fail($"{Log} on {Host} was not rotated: {now.Shown}");
        if (now.Inode == before["inode"])
            return Verdict.Pass($"{Log} on {Host} was copied and cut: {now.Shown}");
        if (before["inode"] is { Length: > 0 } old)
        {
            var left = await LogFileState
                .WritersAsync(context, Host, old, before["device"]!, cancellation)
                .ConfigureAwait(false);
            if (left.Count > 0)
                return Verdict.Fail(
                    $"{Log} on {Host} was rotated, and {string.Join(", ", left)} still leads to the old file: what is "
                        + "written there is lost to who reads the log. Let its program open the log anew"
                );
        }
        return before["writers"] != "0" && now.Writers == 0
            ? Verdict.Fail($"{Log} on {Host} was open before its rotation, and nobody has the new one open")
            : Verdict.Pass($"{Log} on {Host} is new: {now.Shown}");
    }

    private static bool IsRotated(Captured before, LogFileState now) =>
        now.Inode != before["inode"]
        || now.Bytes < long.Parse(before["bytes"]!, CultureInfo.InvariantCulture);
}
