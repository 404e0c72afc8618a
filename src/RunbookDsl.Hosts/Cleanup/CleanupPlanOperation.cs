using System.IO.Enumeration;
using System.Text.Json.Serialization.Metadata;

namespace RunbookDsl.Hosts;

/// <summary>Lists old files that may go; see <see cref="SshHost.FindOldFiles"/>.</summary>
public sealed record CleanupPlanOperation : HostOperation<CleanupPlan>
{
    private const int Most = 1000;
    private const string Runs = "/var/lib/runbook/";
    private Input<string>[] _kept = [];

    internal CleanupPlanOperation(SshHost host, string folder, string pattern, TimeSpan olderThan)
        : base(host)
    {
        (Folder, Pattern, OlderThan) = (RemotePath.Checked(folder), pattern, olderThan);
        if (folder == "/" || pattern.Length == 0 || pattern.Any(c => char.IsControl(c) || c == '/'))
            throw new ArgumentException(
                $"'{pattern}' in '{folder}' is no cleanup: name a folder below / and a pattern of names"
            );
        if (olderThan < TimeSpan.FromDays(1))
            throw new ArgumentException("what changed within the last day is not old: say at least a day");
    }

    /// <summary>Full path of the folder.</summary>
    public string Folder { get; }

    /// <summary>Name of the files.</summary>
    public string Pattern { get; }

    /// <summary>Least time since the last change.</summary>
    public TimeSpan OlderThan { get; }

    /// <inheritdoc/>
    public override string Kind => "Host.FindOldFiles";

    /// <inheritdoc/>
    public override string Description =>
        $"list {Folder}/**/{Pattern} on {Host} of more than {OlderThan.TotalDays:0.#} days";

    /// <inheritdoc/>
    public override EffectClass Effect => EffectClass.ReadOnly;

    /// <inheritdoc/>
    public override IReadOnlyList<Output> Reads => [.. _kept.SelectMany(k => k.Reads)];

    /// <inheritdoc/>
    public override IReadOnlyList<Fact> Facts =>
        [
            .. base.Facts,
            new("files", $"{Folder}/**/{Pattern}"),
            new("older than", $"{OlderThan.TotalDays:0.#} days"),
            .. _kept.Select(k => new Fact("kept", k.ToString()!)),
        ];

    /// <inheritdoc/>
    protected override JsonTypeInfo<CleanupPlan> JsonInfo => HostsJson.Default.CleanupPlan;

    /// <summary>A copy that leaves these alone as well.</summary>
    /// <param name="paths">Full paths, of earlier steps too, with <c>*</c> and <c>?</c>; a folder means all
    /// that is in it.</param>
    public CleanupPlanOperation Keeping(params Input<string>[] paths) =>
        this with
        {
            _kept = [.. _kept, .. paths],
        };

    /// <inheritdoc/>
    public override async Task<CleanupPlan> RunAsync(StepContext context, CancellationToken cancellation)
    {
        var found = await FoundFiles.ReadAsync(context, this, cancellation).ConfigureAwait(false);
        var open = await FoundFiles.OpenAsync(context, Host, Folder, cancellation).ConfigureAwait(false);
        var free = await FoundFiles.FreeAsync(context, Host, Folder, cancellation).ConfigureAwait(false);
        string[] kept = [.. _kept.Select(k => context.Read(k).TrimEnd('/'))];
        OldFile[] files =
        [
            .. found.Where(f =>
                !open.Contains(f.Path) && !IsOfRuns(f.Path) && !kept.Any(k => IsOf(f.Path, k))
            ),
        ];
        var plan = new CleanupPlan(
            files.Length > Most ? files[..Most] : files,
            files.Take(Most).Sum(f => f.Bytes),
            found.Count - files.Length,
            free
        );
        context.Note($"{Host}: {plan}");
        return plan;
    }

    private static bool IsOfRuns(string path) =>
        path.StartsWith(Runs, StringComparison.Ordinal)
        || path.Contains("/.runbook/", StringComparison.Ordinal)
        || path.EndsWith(".partial", StringComparison.Ordinal);

    private static bool IsOf(string path, string kept) =>
        path.StartsWith(kept + "/", StringComparison.Ordinal)
        || FileSystemName.MatchesSimpleExpression(kept, path, ignoreCase: false);
}
