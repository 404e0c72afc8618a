namespace RunbookDsl.Hosts;

/// <summary>
/// Removes a file from a host and keeps an image of it; see <see cref="SshHost.DeleteFile"/>.
/// </summary>
public sealed record DeleteFileOperation : FileOperation
{
    private const string Script = """
        set -eu
        umask 077
        path=$1 image=$2 old=$3
        if [ ! -e "$path" ]; then exit 0; fi
        now=$(sha256sum < "$path"); now=${now%% *}
        if [ "$now" != "$old" ]; then
          echo "somebody is changing $path just now: it stays as it is" >&2; exit 4
        fi
        mkdir -p -- "${image%/*}"
        chmod 700 "${image%/*}"
        cp -p -- "$path" "$image.partial"
        sync -- "$image.partial"
        mv -f -T -- "$image.partial" "$image"
        rm -f -- "$path"
        sync -- "${path%/*}/"
        """;

    internal DeleteFileOperation(SshHost host, string path)
        : base(host, path) { }

    /// <inheritdoc/>
    public override string Kind => "Host.DeleteFile";

    /// <inheritdoc/>
    public override string Description => $"remove {Path} from {Host}";

    /// <inheritdoc/>
    public override string Verification => $"{Path} is not there any more";

    /// <inheritdoc/>
    public override async Task<Probe> ProbeAsync(StepContext context, CancellationToken cancellation)
    {
        var now = await LookAsync(context, cancellation).ConfigureAwait(false);
        return Strange(now)
            ?? (
                now.IsAbsent
                    ? Probe.Done($"{Path} is not on {Host}", ResultOf(context))
                    : Probe.NotDone($"{Path} on {Host}: {now.Shown}")
            );
    }

    /// <inheritdoc/>
    public override async Task<FileResult> RunAsync(StepContext context, CancellationToken cancellation)
    {
        var old = context.Before!["sha256"] ?? "absent";
        var call = HostCall.Script(Host, $"remove {Path}", Script, Path, ImageOf(context), old) with
        {
            AsRoot = true,
        };
        await call.ChangeAsync(context, cancellation).ConfigureAwait(false);
        return ResultOf(context);
    }

    /// <inheritdoc/>
    public override async Task<Verdict> VerifyAsync(
        StepContext context,
        FileResult result,
        CancellationToken cancellation
    )
    {
        var now = await LookAsync(context, cancellation).ConfigureAwait(false);
        return now.IsAbsent
            ? Verdict.Pass($"{Path} is not on {Host}")
            : Verdict.Fail($"{Path} is on {Host} again: {now.Shown}");
    }

    private protected override string Ours(StepContext context) => "absent";
}
