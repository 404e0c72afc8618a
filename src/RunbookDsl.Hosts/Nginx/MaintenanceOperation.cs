using System.Globalization;

namespace RunbookDsl.Hosts;

/// <summary>Switches the maintenance page; see <see cref="HostNginx.MaintenanceOn"/>.</summary>
public sealed record MaintenanceOperation : HostOperation<Unit>
{
    private const string OnScript = "mkdir -p -- \"$1\" && : > \"$2\" && chmod 644 \"$2\"";
    private readonly bool _isOn;

    internal MaintenanceOperation(HostNginx nginx, string url, bool isOn)
        : base(nginx.Host)
    {
        if (
            !Uri.TryCreate(url, UriKind.Absolute, out var address)
            || address is not { Scheme: "http" or "https", UserInfo: "" }
        )
            throw new ArgumentException($"'{url}' is no address of a site: https://name/");
        (Nginx, Url, _isOn) = (nginx, address.AbsoluteUri, isOn);
    }

    /// <summary>Whose switch it is.</summary>
    public HostNginx Nginx { get; }

    /// <summary>What is asked for to verify it.</summary>
    public string Url { get; }

    /// <inheritdoc/>
    public override string Kind => _isOn ? "MaintenancePage.On" : "MaintenancePage.Off";

    /// <inheritdoc/>
    public override string Description =>
        $"{(_isOn ? "show the maintenance page" : "take the maintenance page away")} on {Host}";

    /// <inheritdoc/>
    public override EffectClass Effect => EffectClass.Convergent;

    /// <inheritdoc/>
    public override string Verification =>
        _isOn
            ? $"GET and POST of {Url} answer 503 with Retry-After on the host itself"
            : $"GET of {Url} answers something else than 503 on the host itself";

    /// <inheritdoc/>
    public override TimeSpan VerifyWithin => TimeSpan.FromSeconds(15);

    /// <inheritdoc/>
    public override string UndoDescription => $"make the switch {Nginx.Flag} be as it was";

    /// <inheritdoc/>
    public override IReadOnlyList<Fact> Facts =>
        [.. base.Facts, new("switch", Nginx.Flag), new("verified by", Url)];

    /// <inheritdoc/>
    public override async Task<Probe> ProbeAsync(StepContext context, CancellationToken cancellation)
    {
        var isOn = await LookAsync(context, cancellation).ConfigureAwait(false);
        return isOn == _isOn ? Probe.Done(Evidence(isOn)) : Probe.NotDone(Evidence(isOn));
    }

    /// <inheritdoc/>
    public override async Task<Captured?> CaptureAsync(StepContext context, CancellationToken cancellation) =>
        Captured.Of("switch", await LookAsync(context, cancellation).ConfigureAwait(false) ? "on" : "off");

    /// <inheritdoc/>
    public override async Task<Unit> RunAsync(StepContext context, CancellationToken cancellation)
    {
        await SwitchAsync(context, _isOn, cancellation).ConfigureAwait(false);
        return Unit.Value;
    }

    /// <inheritdoc/>
    public override async Task<Verdict> VerifyAsync(
        StepContext context,
        Unit result,
        CancellationToken cancellation
    )
    {
        var get = await AskAsync(context, "GET", cancellation).ConfigureAwait(false);
        if (!_isOn)
            return get.Status is 503 or 0 ? Verdict.Fail(get.Text) : Verdict.Pass(get.Text);
        var post = await AskAsync(context, "POST", cancellation).ConfigureAwait(false);
        foreach (var answer in (SiteAnswer[])[get, post])
            if (answer.Status != 503 || answer.RetryAfter is null)
                return Verdict.Fail($"{answer.Text}, expected 503 with Retry-After");
        return Verdict.Pass($"{get.Text}; {post.Text}");
    }

    /// <inheritdoc/>
    public override Task UndoAsync(StepContext context, Unit result, CancellationToken cancellation) =>
        SwitchAsync(context, context.Before!["switch"] == "on", cancellation);

    /// <inheritdoc/>
    public override async Task<Probe> ProbeUndoAsync(StepContext context, CancellationToken cancellation)
    {
        var isOn = await LookAsync(context, cancellation).ConfigureAwait(false);
        return context.Before is not { } before ? Probe.Unknown("how the switch was is not known")
            : (before["switch"] == "on") == isOn ? Probe.Done($"{Evidence(isOn)}, as before")
            : Probe.NotDone(Evidence(isOn));
    }

    private string Evidence(bool isOn) => $"the switch {Nginx.Flag} on {Host} is {(isOn ? "on" : "off")}";

    private async Task<bool> LookAsync(StepContext context, CancellationToken cancellation)
    {
        var call = new HostCall(Host, "look at the switch", "test", "-e", Nginx.Flag)
        {
            AsRoot = true,
            Answers = [1],
        };
        return (await call.AskAsync(context, cancellation).ConfigureAwait(false)).ExitCode == 0;
    }

    private Task SwitchAsync(StepContext context, bool isOn, CancellationToken cancellation)
    {
        var call = isOn
            ? HostCall.Script(
                Host,
                "switch the maintenance page on",
                OnScript,
                RemotePath.FolderOf(Nginx.Flag),
                Nginx.Flag
            )
            : new HostCall(Host, "switch the maintenance page off", "rm", "-f", "--", Nginx.Flag);
        return (call with { AsRoot = true }).ChangeAsync(context, cancellation);
    }

    private async Task<SiteAnswer> AskAsync(
        StepContext context,
        string method,
        CancellationToken cancellation
    )
    {
        var call = new HostCall(
            Host,
            $"ask its own nginx for {Url}",
            [
                .. (string[])["curl", "-sS", "-k", "-o", "/dev/null", "-D", "-", "--max-time", "10"],
                .. (string[])["--connect-to", "::127.0.0.1:", "-X", method, Url],
            ]
        );
        var said = await call.AskAsync(context, cancellation).ConfigureAwait(false);
        var (status, wait) = (0, (string?)null);
        foreach (var line in said.Output.Split('\n'))
            if (line.StartsWith("HTTP/", StringComparison.Ordinal))
                _ = int.TryParse(line.Split(' ')[1].Trim(), CultureInfo.InvariantCulture, out status);
            else if (line.StartsWith("Retry-After:", StringComparison.OrdinalIgnoreCase))
                wait = line[12..].Trim();
        var text =
            $"{method} {Url} on {Host} answers {status}" + (wait is null ? "" : $" with Retry-After {wait}");
        return new(status, wait, text);
    }

    private sealed record SiteAnswer(int Status, string? RetryAfter, string Text);
}
