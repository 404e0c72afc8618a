using System.Text.Json.Serialization.Metadata;

namespace RunbookDsl.Hosts;

/// <summary>Lets nginx take its configuration into force; see <see cref="HostNginx.Reload"/>.</summary>
public sealed record NginxReloadOperation : HostOperation<UnitState>
{
    private const string Log = "/var/log/nginx/error.log";
    private const string SizeScript = "if [ -f \"$1\" ]; then stat -c %s -- \"$1\"; else echo 0; fi";
    private const string TailScript =
        "if [ -f \"$1\" ]; then tail -c \"+$2\" -- \"$1\" | grep -F '[emerg]'; fi; exit 0";

    internal NginxReloadOperation(HostNginx nginx)
        : base(nginx.Host) { }

    /// <inheritdoc/>
    public override string Kind => "Nginx.Reload";

    /// <inheritdoc/>
    public override string Description => $"test the configuration of nginx on {Host} and take it into force";

    /// <inheritdoc/>
    public override EffectClass Effect => EffectClass.Convergent;

    /// <inheritdoc/>
    public override string Verification => "it runs, and wrote no emergency into its error log since";

    /// <inheritdoc/>
    public override string Warning =>
        "nginx keeps the old configuration when it cannot apply the new one, and says 0: verify its effect";

    /// <inheritdoc/>
    protected override JsonTypeInfo<UnitState> JsonInfo => HostsJson.Default.UnitState;

    private HostUnit Unit => Host.Unit("nginx");

    /// <inheritdoc/>
    public override Task<Probe> ProbeAsync(StepContext context, CancellationToken cancellation) =>
        Task.FromResult(Probe.NotDone("reading the configuration once more does no harm"));

    /// <inheritdoc/>
    public override async Task<Captured?> CaptureAsync(StepContext context, CancellationToken cancellation)
    {
        var call = HostCall.Script(Host, $"look at {Log}", SizeScript, Log) with { AsRoot = true };
        var said = await call.AskAsync(context, cancellation).ConfigureAwait(false);
        return Captured.Of("log bytes", said.Output.Trim());
    }

    /// <inheritdoc/>
    public override async Task<UnitState> RunAsync(StepContext context, CancellationToken cancellation)
    {
        var test = await NginxConfigCheck.TestAsync(context, Host, cancellation).ConfigureAwait(false);
        if (!test.Passed)
            throw new OperationFailedException($"{test.Evidence} The old one stays in force.");
        await UnitChange.TellAsync(context, Unit, "reload", cancellation).ConfigureAwait(false);
        return await UnitState.ReadAsync(context, Unit, cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override async Task<Verdict> VerifyAsync(
        StepContext context,
        UnitState result,
        CancellationToken cancellation
    )
    {
        var bytes = long.TryParse(context.Before?["log bytes"], out var size) ? size : 0;
        var call = HostCall.Script(Host, $"look at {Log}", TailScript, Log, $"{bytes + 1}") with
        {
            AsRoot = true,
        };
        var said = await call.AskAsync(context, cancellation).ConfigureAwait(false);
        return said.Output.Trim() is { Length: > 0 } emergency
            ? Verdict.Fail($"nginx on {Host} keeps the old configuration: {emergency.Split('\n')[0]}")
            : await UnitCheck.StableAsync(context, Unit, TimeSpan.Zero, cancellation).ConfigureAwait(false);
    }
}
