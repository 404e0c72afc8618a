using System.Text.Json.Serialization.Metadata;

namespace RunbookDsl.Hosts;

/// <summary>Makes a folder hold what it holds on another host; see
/// <see cref="SshHost.SyncFiles"/>.</summary>
public sealed record SyncFilesOperation : HostOperation<SyncResult>
{
    private const string Trial = "--dry-run";

    internal SyncFilesOperation(SshHost host, string folder, string from)
        : base(host)
    {
        Folder = RemotePath.Checked(folder);
        if (
            Folder == "/"
            || from is not { Length: > 0 and <= 253 }
            || from[0] == '-'
            || !from.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or '@')
        )
            throw new ArgumentException(
                $"'{from}:{folder}' is no folder of another host: "
                    + "SyncFiles(\"/srv/shop/uploads\", \"root@web-old\")"
            );
        From = from;
    }

    /// <summary>Full path of the folder, the same on both hosts.</summary>
    public string Folder { get; }

    /// <summary>The other host, as this one's SSH knows it.</summary>
    public string From { get; }

    /// <inheritdoc/>
    public override string Kind => "Host.SyncFiles";

    /// <inheritdoc/>
    public override string Description => $"make {Folder} on {Host} hold what it holds on {From}";

    /// <inheritdoc/>
    public override EffectClass Effect => EffectClass.Convergent;

    /// <inheritdoc/>
    public override string Verification => "a second look, by checksum, finds nothing that differs";

    /// <inheritdoc/>
    public override string Warning =>
        "What is written meanwhile is missed: copy once ahead, and again when nobody writes any more";

    /// <inheritdoc/>
    public override IReadOnlyList<Fact> Facts => [.. base.Facts, new("folder", Folder), new("from", From)];

    /// <inheritdoc/>
    protected override JsonTypeInfo<SyncResult> JsonInfo => HostsJson.Default.SyncResult;

    /// <inheritdoc/>
    public override async Task<Probe> ProbeAsync(StepContext context, CancellationToken cancellation)
    {
        var differ = await DifferencesAsync(context, cancellation).ConfigureAwait(false);
        return differ.Length == 0
            ? Probe.Done($"{Folder} on {Host} holds what {From} has", new SyncResult(Folder, 0))
            : Probe.NotDone($"{differ.Length} differ in {Folder} on {Host}, the first: {differ[0]}");
    }

    /// <inheritdoc/>
    public override async Task<SyncResult> RunAsync(StepContext context, CancellationToken cancellation)
    {
        var call = new HostCall(Host, $"copy {Folder} from {From}", Words()) { AsRoot = true };
        var said = await call.ChangeAsync(context, cancellation).ConfigureAwait(false);
        var changed = Lines(said.Output).Length;
        context.Note($"{changed} files and folders of {Folder} were brought over");
        return new(Folder, changed);
    }

    /// <inheritdoc/>
    public override async Task<Verdict> VerifyAsync(
        StepContext context,
        SyncResult result,
        CancellationToken cancellation
    )
    {
        var differ = await DifferencesAsync(context, cancellation).ConfigureAwait(false);
        return differ.Length == 0
            ? Verdict.Pass($"{Folder} on {Host} holds what {From} has, by checksum")
            : Verdict.Fail($"{differ.Length} differ in {Folder} on {Host}, the first: {differ[0]}");
    }

    private async Task<string[]> DifferencesAsync(StepContext context, CancellationToken cancellation)
    {
        var call = new HostCall(Host, $"compare {Folder} with {From}", Words(Trial)) { AsRoot = true };
        return Lines((await call.AskAsync(context, cancellation).ConfigureAwait(false)).Output);
    }

    // Never asks anybody for a password, and follows no host that is not known.
    private string[] Words(params string[] more) =>
        [
            .. (string[])["rsync", "-a", "--checksum", "--delete", "--itemize-changes"],
            .. (string[])["-e", "ssh -o BatchMode=yes -o StrictHostKeyChecking=yes"],
            .. more,
            .. (string[])["--", $"{From}:{Folder.TrimEnd('/')}/", $"{Folder.TrimEnd('/')}/"],
        ];

    private static string[] Lines(string output) =>
        output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
