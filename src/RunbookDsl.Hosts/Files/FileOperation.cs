using System.Text.Json.Serialization.Metadata;

namespace RunbookDsl.Hosts;

/// <summary>A change of one file on a host, which keeps the file as it was and can put it back.</summary>
public abstract record FileOperation : HostOperation<FileResult>
{
    private const string PutBackScript = """
        set -eu
        path=$1 image=$2 part=$3 ours=$4 before=$5
        now=absent
        if [ -e "$path" ]; then now=$(sha256sum < "$path"); now=${now%% *}; fi
        if [ ! -e "$image" ] && { [ "$ours" = any ] || [ "$now" = "$before" ]; }; then
          rm -f -- "$part"; exit 0
        fi
        if [ "$ours" != any ] && [ "$now" != "$ours" ] && [ "$now" != "$before" ]; then
          echo "somebody has changed $path since: it stays as it is" >&2; exit 5
        fi
        cp -p -- "$image" "$part"
        sync -- "$part"
        mv -f -T -- "$part" "$path"
        sync -- "${path%/*}/"
        rm -f -- "$image"
        rmdir -- "${image%/*}" 2>/dev/null || :
        """;
    private const string RemoveScript = """
        set -eu
        path=$1 part=$2 ours=$3
        rm -f -- "$part"
        if [ ! -e "$path" ]; then exit 0; fi
        now=$(sha256sum < "$path"); now=${now%% *}
        if [ "$ours" != any ] && [ "$now" != "$ours" ]; then
          echo "somebody has changed $path since: it stays as it is" >&2; exit 5
        fi
        rm -f -- "$path"
        sync -- "${path%/*}/"
        """;

    private protected FileOperation(SshHost host, string path)
        : base(host) => Path = RemotePath.Checked(path);

    /// <summary>Full path of the file.</summary>
    public string Path { get; }

    /// <inheritdoc/>
    public override EffectClass Effect => EffectClass.Convergent;

    /// <inheritdoc/>
    public override string UndoDescription => $"put {Path} back as it was, from the image that {Host} keeps";

    /// <inheritdoc/>
    public override IReadOnlyList<Fact> Facts => [.. base.Facts, new("path", Path)];

    /// <inheritdoc/>
    protected override JsonTypeInfo<FileResult> JsonInfo => HostsJson.Default.FileResult;

    /// <summary>Whether hashes of the content may be journaled.</summary>
    private protected virtual bool IsOpen => true;

    /// <inheritdoc/>
    public override async Task<Captured?> CaptureAsync(StepContext context, CancellationToken cancellation)
    {
        var file = await LookAsync(context, cancellation).ConfigureAwait(false);
        return Captured
            .Of("file", file.Kind)
            .And("mode", file.IsFile ? file.Mode : null)
            .And("owner", file.IsFile ? $"{file.Owner}:{file.Group}" : null)
            .And("sha256", file.IsFile && IsOpen ? file.Hash : null);
    }

    /// <inheritdoc/>
    public override async Task UndoAsync(
        StepContext context,
        FileResult result,
        CancellationToken cancellation
    )
    {
        var before = context.Before!;
        var call =
            before["file"] == "file"
                ? HostCall.Script(
                    Host,
                    $"put {Path} back",
                    PutBackScript,
                    Path,
                    ImageOf(context),
                    PartOf(context),
                    Ours(context),
                    before["sha256"] ?? ""
                )
                : HostCall.Script(Host, $"remove {Path}", RemoveScript, Path, PartOf(context), Ours(context));
        await (call with { AsRoot = true }).ChangeAsync(context, cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override async Task<Probe> ProbeUndoAsync(StepContext context, CancellationToken cancellation)
    {
        if (context.Before is not { } before)
            return Probe.Unknown($"how {Path} was before is not known");
        var now = await LookAsync(context, cancellation).ConfigureAwait(false);
        var isBack = IsOpen
            ? IsAsBefore(before, now)
            : now.Kind == before["file"]
                && (now.IsAbsent || !await IsKeptAsync(context, cancellation).ConfigureAwait(false));
        return isBack
            ? Probe.Done($"{Path} on {Host} is as before: {now.Shown}")
            : Probe.NotDone($"{Path} on {Host}: {now.Shown}");
    }

    /// <summary>The content that this step leaves behind, <c>absent</c>, or <c>any</c>.</summary>
    private protected abstract string Ours(StepContext context);

    private protected Task<RemoteFile> LookAsync(StepContext context, CancellationToken cancellation) =>
        RemoteFile.ReadAsync(context, Host, Path, cancellation);

    private protected FileResult ResultOf(StepContext context) =>
        context.Before is { } before && before["file"] == "file"
            ? new(Path, true, ImageOf(context))
            : new(Path, context.Before is null, null);

    private protected string ImageOf(StepContext context) =>
        $"{RemotePath.Images(Host)}/{Uri.EscapeDataString($"{context.RunId}-{context.StepId}")}";

    // Beside the file, for only there a rename is one moment; hidden, so that no *.conf includes it.
    private protected string PartOf(StepContext context)
    {
        var at = Path.LastIndexOf('/') + 1;
        return $"{Path[..at]}.{Path[at..]}.{Uri.EscapeDataString(context.RunId)}.partial";
    }

    private protected Probe? Strange(RemoteFile now) =>
        now.IsFile || now.IsAbsent
            ? null
            : Probe.Conflict($"{Path} on {Host} is no file but {now.Shown}: name the file itself");

    private static bool IsAsBefore(Captured before, RemoteFile now) =>
        before["file"] == now.Kind
        && (
            !now.IsFile
            || (
                before["sha256"] == now.Hash
                && before["mode"] == now.Mode
                && before["owner"] == $"{now.Owner}:{now.Group}"
            )
        );

    // Where no hash may be journaled the image is the witness: putting it back removes it.
    private async Task<bool> IsKeptAsync(StepContext context, CancellationToken cancellation)
    {
        var call = new HostCall(Host, "look for the image", "test", "-e", ImageOf(context))
        {
            AsRoot = true,
            Answers = [1],
        };
        var said = await call.AskAsync(context, cancellation).ConfigureAwait(false);
        return said.ExitCode == 0;
    }
}
