using System.Globalization;
using System.Text.Json.Serialization.Metadata;

namespace RunbookDsl.Hosts;

/// <summary>Deletes listed files; see <see cref="SshHost.DeleteFiles"/>.</summary>
public sealed record CleanupOperation : HostOperation<CleanupResult>
{
    private const string DeleteScript = """
        set -eu
        while IFS= read -r stamp && IFS= read -r path; do
          if [ -f "$path" ] && [ ! -L "$path" ] && [ "$(stat -c '%Y %s' -- "$path")" = "$stamp" ]; then
            rm -f -- "$path"
          fi
        done
        """;

    private const string LeftScript = """
        set -u
        while IFS= read -r stamp && IFS= read -r path; do
          if [ -f "$path" ] && [ ! -L "$path" ] && [ "$(stat -c '%Y %s' -- "$path")" = "$stamp" ]; then
            echo "$path"
          fi
        done
        exit 0
        """;
    private readonly Input<CleanupPlan> _plan;

    internal CleanupOperation(SshHost host, Input<CleanupPlan> plan)
        : base(host) => _plan = plan;

    /// <inheritdoc/>
    public override string Kind => "Host.DeleteFiles";

    /// <inheritdoc/>
    public override string Description => $"delete the listed old files on {Host}";

    /// <inheritdoc/>
    public override EffectClass Effect => EffectClass.Irreversible;

    /// <inheritdoc/>
    public override string Verification => "every listed file is gone, changed since, or open";

    /// <inheritdoc/>
    public override string Warning => "Nobody can take it back: look at the list before you say yes";

    /// <inheritdoc/>
    public override IReadOnlyList<Output> Reads => _plan.Reads;

    /// <inheritdoc/>
    public override IReadOnlyList<Fact> Facts => [.. base.Facts, new("list", _plan.ToString()!)];

    /// <inheritdoc/>
    protected override JsonTypeInfo<CleanupResult> JsonInfo => HostsJson.Default.CleanupResult;

    /// <inheritdoc/>
    public override async Task<Probe> ProbeAsync(StepContext context, CancellationToken cancellation)
    {
        var plan = context.Read(_plan);
        var left = await LeftAsync(context, plan, cancellation).ConfigureAwait(false);
        var evidence = $"{left.Count} of {plan.Files.Count} listed files are on {Host} as they were";
        return left.Count > 0
            ? Probe.NotDone(evidence)
            : Probe.Done(evidence, await ResultAsync(context, plan, 0, cancellation).ConfigureAwait(false));
    }

    /// <inheritdoc/>
    public override async Task<CleanupResult> RunAsync(StepContext context, CancellationToken cancellation)
    {
        var plan = context.Read(_plan);
        var left = await LeftAsync(context, plan, cancellation).ConfigureAwait(false);
        var call = HostCall.Script(Host, "delete the listed files", DeleteScript) with
        {
            AsRoot = true,
            Input = Lines(plan.Files.Where(f => left.Contains(f.Path))),
        };
        await call.ChangeAsync(context, cancellation).ConfigureAwait(false);
        var result = await ResultAsync(context, plan, 0, cancellation).ConfigureAwait(false);
        context.Note($"{Host}: {result}");
        return result;
    }

    /// <inheritdoc/>
    public override async Task<Verdict> VerifyAsync(
        StepContext context,
        CleanupResult result,
        CancellationToken cancellation
    )
    {
        var left = await LeftAsync(context, context.Read(_plan), cancellation).ConfigureAwait(false);
        return left.Count == 0
            ? Verdict.Pass($"{Host}: {result}")
            : Verdict.Fail(
                $"{left.Count} listed files are still on {Host}: {string.Join(", ", left.Take(5))}"
            );
    }

    // Sizes and times again, and what is open now: a list may be hours old when somebody says yes.
    private async Task<IReadOnlySet<string>> LeftAsync(
        StepContext context,
        CleanupPlan plan,
        CancellationToken cancellation
    )
    {
        if (plan.Files.Count == 0)
            return new HashSet<string>();
        var call = HostCall.Script(Host, "look at the listed files", LeftScript) with
        {
            AsRoot = true,
            Input = Lines(plan.Files),
        };
        var said = await call.AskAsync(context, cancellation).ConfigureAwait(false);
        var left = said.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).ToHashSet();
        foreach (var folder in plan.Files.Select(f => RemotePath.FolderOf(f.Path)).Distinct())
            left.ExceptWith(
                await FoundFiles.OpenAsync(context, Host, folder, cancellation).ConfigureAwait(false)
            );
        return left;
    }

    private async Task<CleanupResult> ResultAsync(
        StepContext context,
        CleanupPlan plan,
        int left,
        CancellationToken cancellation
    )
    {
        var folder = plan.Files.Count == 0 ? "/" : RemotePath.FolderOf(plan.Files[0].Path);
        var free = await FoundFiles.FreeAsync(context, Host, folder, cancellation).ConfigureAwait(false);
        return new(plan.Files.Count - left, plan.FreeBytes, free);
    }

    private static string Lines(IEnumerable<OldFile> files) =>
        string.Concat(
            files.Select(f =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{f.ChangedAt.ToUnixTimeSeconds()} {f.Bytes}\n{f.Path}\n"
                )
            )
        );
}
