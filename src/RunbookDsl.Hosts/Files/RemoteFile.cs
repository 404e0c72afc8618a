using System.Globalization;

namespace RunbookDsl.Hosts;

/// <summary>A file on a host as it is at one moment.</summary>
/// <param name="Kind"><c>absent</c>, <c>file</c>, <c>folder</c>, <c>link</c> or <c>other</c>.</param>
internal sealed record RemoteFile(string Kind)
{
    private const string Script = """
        if [ -L "$1" ]; then echo link; readlink -- "$1"
        elif [ -d "$1" ]; then echo folder
        elif [ -f "$1" ]; then echo file && stat -c '%a %U %G %s' -- "$1" && sha256sum < "$1"
        elif [ -e "$1" ]; then echo other
        else echo absent; fi
        """;

    public string Mode { get; init; } = "";

    public string Owner { get; init; } = "";

    public string Group { get; init; } = "";

    public long Bytes { get; init; }

    public string Hash { get; init; } = "";

    /// <summary>Where a link leads.</summary>
    public string Target { get; init; } = "";

    public bool IsAbsent => Kind == "absent";

    public bool IsFile => Kind == "file";

    /// <summary>Its hash, or <c>absent</c>.</summary>
    public string Content => IsFile ? Hash : Kind;

    public string Shown =>
        IsFile ? $"{Bytes} bytes, {Mode} {Owner}:{Group}"
        : Kind == "link" ? $"a link to {Target}"
        : Kind;

    public static async Task<RemoteFile> ReadAsync(
        StepContext context,
        SshHost host,
        string path,
        CancellationToken cancellation
    )
    {
        var call = HostCall.Script(host, $"look at {path}", Script, path) with { AsRoot = true };
        var said = await call.AskAsync(context, cancellation).ConfigureAwait(false);
        return said.Output.Split('\n') switch
        {
            ["absent" or "folder" or "other", ..] lines => new(lines[0]),
            ["link", var target, ..] => new("link") { Target = target },
            ["file", var status, var sum, ..]
                when status.Split(' ') is [var mode, var owner, var group, var bytes]
                    && long.TryParse(bytes, CultureInfo.InvariantCulture, out var size) => new("file")
            {
                Mode = mode.PadLeft(3, '0'),
                Owner = owner,
                Group = group,
                Bytes = size,
                Hash = sum.Split(' ')[0],
            },
            _ => throw new OperationFailedException(
                $"{host} said about {path} what nobody understands: {said.Output.Trim()}"
            ),
        };
    }
}
