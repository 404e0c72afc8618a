using System.Collections.Immutable;
using System.Globalization;
using RunbookDsl.Http;

namespace RunbookDsl.Deployment;

/// <summary>
/// Maintenance page of Capistrano; see <see cref="CapStage.MaintenanceEnable"/>.
/// </summary>
public sealed record CapMaintenance : Operation<Unit>
{
    private const int MostShown = 500;
    private const string Page = "page";
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    internal CapMaintenance(CapStage stage, bool isOn, string url, ImmutableArray<string> hosts) =>
        (Stage, IsOn, Url, Hosts) = (stage, isOn, url, hosts);

    /// <summary>The stage of Capistrano.</summary>
    public CapStage Stage { get; }

    /// <summary>Whether the page is wanted.</summary>
    public bool IsOn { get; }

    /// <summary>What is looked at.</summary>
    public string Url { get; }

    /// <summary>Addresses of the web hosts; empty asks where the name leads.</summary>
    public ImmutableArray<string> Hosts { get; }

    /// <summary>What visitors read; empty for taking the page away.</summary>
    public string Reason { get; internal init; } = "";

    /// <summary>When they may come back.</summary>
    public DateTimeOffset Until { get; internal init; }

    /// <inheritdoc/>
    public override string Kind => IsOn ? "Cap.MaintenanceEnable" : "Cap.MaintenanceDisable";

    /// <inheritdoc/>
    public override string Description =>
        IsOn
            ? $"maintenance page of {Stage} on until {UntilText}: {Reason}"
            : $"maintenance page of {Stage} off";

    /// <inheritdoc/>
    public override EffectClass Effect => EffectClass.Convergent;

    /// <inheritdoc/>
    public override string? Target => $"stage {Stage}";

    /// <inheritdoc/>
    public override string? Verification =>
        IsOn ? "each host answers 503 with reason and time, POST too" : "no host shows the page";

    /// <inheritdoc/>
    public override TimeSpan VerifyWithin => TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public override string? UndoDescription => IsOn ? "take the page away, if there was none before" : null;

    /// <inheritdoc/>
    public override string? Warning =>
        IsOn
            ? "the hosts have to be reachable, and a deployment may take the page away: freeze deployments"
            : null;

    /// <inheritdoc/>
    public override IReadOnlyList<Fact> Facts =>
        [
            new("command", string.Join(' ', [.. Stage.Command, Stage.Name, .. Arguments(IsOn)])),
            new("url", Url),
            .. Hosts.Select(h => new Fact("host", h)),
        ];

    private string UntilText =>
        Until.UtcDateTime.ToString("d MMMM yyyy, HH:mm (h:mm tt)", CultureInfo.InvariantCulture) + " UTC";

    /// <inheritdoc/>
    public override async Task<Probe> ProbeAsync(StepContext context, CancellationToken cancellation)
    {
        var verdict = await LookAsync(context, IsOn, cancellation).ConfigureAwait(false);
        return verdict.Passed ? Probe.Done(verdict.Evidence) : Probe.NotDone(verdict.Evidence);
    }

    /// <inheritdoc/>
    public override async Task<Captured?> CaptureAsync(StepContext context, CancellationToken cancellation)
    {
        if (!IsOn)
            return null;
        // Somebody else's page, with whatever text, is not ours to take away.
        var off = await LookAsync(context, false, cancellation).ConfigureAwait(false);
        return Captured.Of(Page, off.Passed ? "off" : "on");
    }

    /// <inheritdoc/>
    public override async Task<Unit> RunAsync(StepContext context, CancellationToken cancellation)
    {
        await CapAsync(context, IsOn, cancellation).ConfigureAwait(false);
        return Unit.Value;
    }

    /// <inheritdoc/>
    public override Task<Verdict> VerifyAsync(
        StepContext context,
        Unit result,
        CancellationToken cancellation
    ) => LookAsync(context, IsOn, cancellation);

    /// <inheritdoc/>
    public override async Task UndoAsync(StepContext context, Unit result, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (!IsOn)
            throw new OperationFailedException($"{Kind} has no undo: {Description}");
        if (context.Before?[Page] == "off")
            await CapAsync(context, false, cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override async Task<Probe> ProbeUndoAsync(StepContext context, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Before?[Page] != "off")
            return Probe.Done("the page was there before");
        var verdict = await LookAsync(context, false, cancellation).ConfigureAwait(false);
        return verdict.Passed ? Probe.Done(verdict.Evidence) : Probe.NotDone(verdict.Evidence);
    }

    private string[] Arguments(bool isOn) =>
        isOn ? ["maintenance:enable", $"REASON={Reason}", $"UNTIL={UntilText}"] : ["maintenance:disable"];

    private async Task CapAsync(StepContext context, bool isOn, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(Limit, context.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        var command = new ProcessCommand(
            Stage.Command[0],
            [.. Stage.Command.Skip(1), Stage.Name, .. Arguments(isOn)]
        )
        {
            Directory = Path.GetFullPath(Stage.Directory ?? ".", context.Directory),
            OnLine = line => context.Report(new StepProgress(line)),
        };
        ProcessResult result;
        try
        {
            result = await context
                .Port<IProcessRunner>()
                .RunAsync(command, either.Token)
                .ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new OutcomeUnknownException($"cap did not end within {Durations.Text(Limit)}", e);
        }
        if (result.ExitCode == 0)
            return;
        var said = (result.Error + result.Output).Trim().ReplaceLineEndings(" | ");
        if (said.Length > MostShown)
            said = "…" + said[^MostShown..];
        // It may have reached some of the hosts: the page itself tells.
        throw new OutcomeUnknownException(
            $"cap {Stage} ended with exit code {result.ExitCode.ToString(CultureInfo.InvariantCulture)}: {said}"
        );
    }

    private async Task<Verdict> LookAsync(StepContext context, bool isOn, CancellationToken cancellation)
    {
        var seen = new List<string>();
        foreach (var host in Hosts.IsEmpty ? [null] : Hosts.Cast<string?>())
        foreach (var check in isOn ? Shown(host) : Away(host))
        {
            var verdict = await check.RunAsync(context, cancellation).ConfigureAwait(false);
            if (!verdict.Passed)
                return verdict;
            seen.Add(verdict.Evidence);
        }
        return Verdict.Pass(string.Join("; ", seen));
    }

    private HttpCheck[] Shown(string? host) =>
        [
            At(Http.Http.Get(Url).Status(503).Contains(Reason).Contains(UntilText), host),
            At(Http.Http.ExpectReadOnly(Url), host),
        ];

    private HttpCheck[] Away(string? host) => [At(Http.Http.Get(Url), host)];

    private static HttpCheck At(HttpCheck check, string? host) => host is null ? check : check.Via(host);
}
