using System.Globalization;

namespace RunbookDsl.Hosts;

/// <summary>Lines of a log file, through its rotation.</summary>
internal sealed class FileLog(HostLog log) : LogSource
{
    private const string Absent = "absent";
    private const int MostLines = 5000;
    private const int RecentBytes = 1 << 20;
    private const int HeadBytes = 512;
    private const string FindScript = """
        stat -L -c '%i %s %n' -- "$1" "$1".1 "$1"-* 2> /dev/null
        exit 0
        """;

    // A pattern that grep cannot read would else look like a log without errors.
    private const string ReadScript = """
        set -u
        file=$1 inode=$2 from=$3 pattern=$4 most=$5
        printf '' | grep -aEi -- "$pattern" > /dev/null
        if [ $? -gt 1 ]; then echo "grep does not understand $pattern" >&2; exit 3; fi
        now=$(stat -L -c '%i' -- "$file") || exit 4
        if [ "$now" != "$inode" ]; then echo "$file was rotated just now" >&2; exit 4; fi
        tail -c "$from" -- "$file" | grep -aEin "-m$most" -- "$pattern" | cut -c 1-1000
        exit 0
        """;

    private string Path => log.Path!;

    public override async Task<string> EndAsync(StepContext context, CancellationToken cancellation)
    {
        var files = await FindAsync(context, cancellation).ConfigureAwait(false);
        if (files.FirstOrDefault(f => f.Path == Path) is not { } file)
            return Absent;
        var head = Math.Min(file.Bytes, HeadBytes);
        var hash = await HashAsync(context, file, head, cancellation).ConfigureAwait(false);
        return string.Create(CultureInfo.InvariantCulture, $"{file.Inode}:{file.Bytes}:{head}:{hash}");
    }

    public override async Task ReadRecentAsync(
        StepContext context,
        LogErrors errors,
        CancellationToken cancellation
    )
    {
        var files = await FindAsync(context, cancellation).ConfigureAwait(false);
        if (files.FirstOrDefault(f => f.Path == Path) is { } file)
            await ReadAsync(context, file, $"{RecentBytes}", errors, cancellation).ConfigureAwait(false);
    }

    public override async Task<string?> ReadSinceAsync(
        StepContext context,
        string cursor,
        LogErrors errors,
        CancellationToken cancellation
    )
    {
        var files = await FindAsync(context, cancellation).ConfigureAwait(false);
        var now = files.FirstOrDefault(f => f.Path == Path);
        string? gap = null;
        var from = "+1";
        if (cursor != Absent)
        {
            var (inode, offset, head, hash) = Read(cursor);
            var old = files.FirstOrDefault(f => f.Inode == inode && f.Bytes >= offset);
            if (
                old is null
                || await HashAsync(context, old, head, cancellation).ConfigureAwait(false) != hash
            )
                gap =
                    $"what came after the mark was cut off or is not there any more: {Path} is another file";
            else if (old == now)
                from = $"+{offset + 1}";
            else
                await ReadAsync(context, old, $"+{offset + 1}", errors, cancellation).ConfigureAwait(false);
        }
        if (now is not null)
            await ReadAsync(context, now, from, errors, cancellation).ConfigureAwait(false);
        return errors.Count >= MostLines ? $"only the first {MostLines} lines were read" : gap;
    }

    private async Task ReadAsync(
        StepContext context,
        LogFile file,
        string from,
        LogErrors errors,
        CancellationToken cancellation
    )
    {
        var call = HostCall.Script(
            log.Host,
            $"read {file.Path}",
            ReadScript,
            [file.Path, file.Inode, from, log.Errors!, $"{MostLines}"]
        ) with
        {
            AsRoot = true,
            // Numbered, so that they cannot be taken for what went wrong.
            OnLine = line =>
            {
                if (
                    line.IndexOf(':', StringComparison.Ordinal) is > 0 and var at
                    && char.IsAsciiDigit(line[0])
                )
                    errors.Take(line[(at + 1)..]);
            },
        };
        await call.AskAsync(context, cancellation).ConfigureAwait(false);
    }

    private async Task<LogFile[]> FindAsync(StepContext context, CancellationToken cancellation)
    {
        var call = HostCall.Script(log.Host, $"look for {Path}", FindScript, Path) with { AsRoot = true };
        var said = await call.AskAsync(context, cancellation).ConfigureAwait(false);
        return
        [
            .. said
                .Output.Split('\n')
                .Select(l => l.Split(' ', 3))
                .Where(p => p.Length == 3)
                .Select(p => new LogFile(p[0], long.Parse(p[1], CultureInfo.InvariantCulture), p[2])),
        ];
    }

    private async Task<string> HashAsync(
        StepContext context,
        LogFile file,
        long bytes,
        CancellationToken cancellation
    )
    {
        var call = HostCall.Script(
            log.Host,
            $"see how {file.Path} begins",
            "head -c \"$2\" -- \"$1\" | sha256sum",
            file.Path,
            bytes.ToString(CultureInfo.InvariantCulture)
        ) with
        {
            AsRoot = true,
        };
        var said = await call.AskAsync(context, cancellation).ConfigureAwait(false);
        return said.Output.Split(' ')[0];
    }

    private static (string Inode, long Offset, long Head, string Hash) Read(string cursor) =>
        cursor.Split(':') is [var inode, var offset, var head, var hash]
            ? (
                inode,
                long.Parse(offset, CultureInfo.InvariantCulture),
                long.Parse(head, CultureInfo.InvariantCulture),
                hash
            )
            : throw new OperationFailedException($"'{cursor}' is no place in a log file");

    private sealed record LogFile(string Inode, long Bytes, string Path);
}
