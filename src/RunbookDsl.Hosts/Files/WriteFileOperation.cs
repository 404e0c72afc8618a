using System.Security.Cryptography;
using System.Text;

namespace RunbookDsl.Hosts;

/// <summary>
/// Makes a file on a host be exactly this text; see
/// <see cref="SshHost.WriteFile(string, Input{string}, string?, string?)"/>.
/// </summary>
/// <remarks>
/// Written beside the file, made durable, checked by its hash and then renamed: readers see the old file or
/// the new one, whole, also when the connection breaks. A file that somebody changes in between is left
/// alone.
/// </remarks>
public sealed record WriteFileOperation : FileOperation
{
    private const string Script = """
        set -eu
        umask 077
        path=$1 mode=$2 owner=$3 part=$4 image=$5
        IFS= read -r want
        IFS= read -r old
        cat > "$part"
        have=$(sha256sum < "$part"); have=${have%% *}
        if [ "$have" != "$want" ]; then
          rm -f -- "$part"; echo "the text did not arrive whole: $path stays as it is" >&2; exit 3
        fi
        now=absent
        if [ -e "$path" ]; then now=$(sha256sum < "$path"); now=${now%% *}; fi
        if [ "$old" != any ] && [ "$now" != "$old" ]; then
          rm -f -- "$part"; echo "somebody is changing $path just now: it stays as it is" >&2; exit 4
        fi
        if [ "$now" != absent ]; then
          mkdir -p -- "${image%/*}"
          chmod 700 "${image%/*}"
          cp -p -- "$path" "$image.partial"
          sync -- "$image.partial"
          mv -f -T -- "$image.partial" "$image"
        fi
        chmod "$mode" "$part"
        if [ -n "$owner" ]; then chown "$owner" "$part"; fi
        sync -- "$part"
        mv -f -T -- "$part" "$path"
        sync -- "${path%/*}/"
        """;
    private readonly Input<string>? _text;
    private readonly SecretReference? _secret;

    internal WriteFileOperation(SshHost host, string path, FileContent content, string? mode, string? owner)
        : base(host, path)
    {
        (_text, _secret, Mode, Owner) = (content.Text, content.Secret, mode, owner);
        if (mode is not null && !(mode.Length is 3 or 4 && mode.All(c => c is >= '0' and <= '7')))
            throw new ArgumentException($"'{mode}' is no mode: write three or four octal digits");
        if (owner is not null && !IsOwner(owner))
            throw new ArgumentException($"'{owner}' is no owner: write user or user:group");
    }

    /// <summary>Permissions in octal digits; null keeps those of the file, 644 for a new one, 600 for a
    /// secret.</summary>
    public string? Mode { get; }

    /// <summary><c>user</c> or <c>user:group</c>; null keeps them, and a new file belongs to who writes
    /// it.</summary>
    public string? Owner { get; }

    /// <inheritdoc/>
    public override string Kind => "Host.WriteFile";

    /// <inheritdoc/>
    public override string Description =>
        $"write {Path} on {Host}{(_secret is null ? "" : $" from {_secret}")}";

    /// <inheritdoc/>
    public override string Verification => $"{Path} read back has the hash, mode and owner that are wanted";

    /// <inheritdoc/>
    public override IReadOnlyList<Output> Reads => _text?.Reads ?? [];

    /// <inheritdoc/>
    public override IReadOnlyList<SecretReference> Secrets => _secret is null ? [] : [_secret];

    /// <inheritdoc/>
    public override IReadOnlyList<Fact> Facts =>
        [
            .. base.Facts,
            new("content", ContentText),
            .. Mode is null ? Array.Empty<Fact>() : [new("mode", Mode)],
            .. Owner is null ? Array.Empty<Fact>() : [new("owner", Owner)],
        ];

    private protected override bool IsOpen => _secret is null;

    private string ContentText =>
        _secret is { } secret ? secret.ToString()
        : _text!.Output is { } output ? output.ToString()!
        : $"sha256 {Hash(Known)}, {Encoding.UTF8.GetByteCount(Known)} bytes";

    private string Known => _text!.ToString();

    /// <inheritdoc/>
    public override async Task<Probe> ProbeAsync(StepContext context, CancellationToken cancellation)
    {
        var now = await LookAsync(context, cancellation).ConfigureAwait(false);
        if (Strange(now) is { } strange)
            return strange;
        if (IsWanted(context, now))
            return Probe.Done($"{Path} on {Host} is as wanted: {now.Shown}", ResultOf(context));
        if (context is { IsInDoubt: true, Before: { } before } && IsOpen && IsStranger(context, before, now))
            return Probe.Conflict(
                $"{Path} on {Host} is neither as before nor as wanted: somebody else changed it ({now.Shown})"
            );
        return Probe.NotDone($"{Path} on {Host}: {now.Shown}");
    }

    /// <inheritdoc/>
    public override async Task<FileResult> RunAsync(StepContext context, CancellationToken cancellation)
    {
        var (text, before) = (TextOf(context), context.Before!);
        var old = before["file"] == "absent" ? "absent" : before["sha256"] ?? "any";
        var call = HostCall.Script(
            Host,
            $"write {Path}",
            Script,
            Path,
            Mode ?? before["mode"] ?? (IsOpen ? "644" : "600"),
            Owner ?? before["owner"] ?? "",
            PartOf(context),
            ImageOf(context)
        ) with
        {
            AsRoot = true,
            Input = $"{Hash(text)}\n{old}\n{text}",
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
        return IsWanted(context, now)
            ? Verdict.Pass($"{Path} on {Host} is as wanted: {now.Shown}")
            : Verdict.Fail($"{Path} on {Host} is not as wanted: {now.Shown}");
    }

    private protected override string Ours(StepContext context) => IsOpen ? Hash(TextOf(context)) : "any";

    private static string Hash(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static bool IsOwner(string owner) =>
        owner.Split(':') is { Length: 1 or 2 } names
        && names.All(n =>
            n.Length > 0
            && (char.IsAsciiLetterOrDigit(n[0]) || n[0] == '_')
            && n.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or '$')
        );

    private string TextOf(StepContext context) =>
        _secret is { } secret ? context.Reveal(secret) : context.Read(_text!);

    private bool IsStranger(StepContext context, Captured before, RemoteFile now) =>
        now.Content != (before["sha256"] ?? before["file"]) && now.Content != Ours(context);

    private bool IsWanted(StepContext context, RemoteFile now) =>
        now.IsFile
        && now.Hash == Hash(TextOf(context))
        && (Mode is null || now.Mode.TrimStart('0') == Mode.TrimStart('0'))
        && (Owner is null || Owner == now.Owner || Owner == $"{now.Owner}:{now.Group}");
}
