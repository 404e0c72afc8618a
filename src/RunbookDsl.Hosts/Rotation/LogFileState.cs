using System.Globalization;

namespace RunbookDsl.Hosts;

/// <summary>A log file, and who has it open.</summary>
internal sealed record LogFileState(string Inode, string Device, long Bytes, int Writers)
{
    private const string Script = """
        set -u
        if [ -f "$1" ]; then stat -L -c '%i %d %s' -- "$1"; else echo absent; fi
        """;
    private const string OpenScript = """
        find -L /proc/[0-9]*/fd -maxdepth 1 -type f -inum "$1" -printf '%D %p\n' 2> /dev/null
        exit 0
        """;

    public string Shown =>
        Inode.Length == 0 ? "absent" : $"inode {Inode}, {Bytes} bytes, open {Writers} times";

    public static async Task<LogFileState> ReadAsync(
        StepContext context,
        SshHost host,
        string path,
        CancellationToken cancellation
    )
    {
        var call = HostCall.Script(host, $"look at {path}", Script, path) with { AsRoot = true };
        var said = await call.AskAsync(context, cancellation).ConfigureAwait(false);
        if (
            said.Output.Trim().Split(' ') is not [var inode, var device, var size]
            || !long.TryParse(size, CultureInfo.InvariantCulture, out var bytes)
        )
            return new("", "", 0, 0);
        var open = await WritersAsync(context, host, inode, device, cancellation).ConfigureAwait(false);
        return new(inode, device, bytes, open.Count);
    }

    /// <summary>Open files of processes that lead to one file, whatever its name is now.</summary>
    public static async Task<IReadOnlyList<string>> WritersAsync(
        StepContext context,
        SshHost host,
        string inode,
        string device,
        CancellationToken cancellation
    )
    {
        var call = HostCall.Script(host, "see who has the log open", OpenScript, inode) with
        {
            AsRoot = true,
        };
        var said = await call.AskAsync(context, cancellation).ConfigureAwait(false);
        return
        [
            .. said
                .Output.Split('\n')
                .Select(l => l.Split(' ', 2))
                .Where(p => p.Length == 2 && p[0] == device)
                .Select(p => p[1]),
        ];
    }
}
