using System.Globalization;

namespace RunbookDsl.Hosts;

/// <summary>A line of <c>df -P -k</c>.</summary>
internal sealed record DiskSpace(long Bytes, long FreeBytes, string MountedOn)
{
    private static readonly string[] Units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];

    public static DiskSpace? Read(string line) =>
        line.Split(' ', 6, StringSplitOptions.RemoveEmptyEntries) is [_, var all, _, var free, _, var mounted]
        && long.TryParse(all, CultureInfo.InvariantCulture, out var blocks)
        && long.TryParse(free, CultureInfo.InvariantCulture, out var freeBlocks)
            ? new(blocks * 1024, freeBlocks * 1024, mounted.Trim())
            : null;

    /// <summary><c>12.0 GiB</c>.</summary>
    public static string Text(long bytes)
    {
        var (value, unit) = ((double)bytes, 0);
        while (value >= 1024 && unit < Units.Length - 1)
            (value, unit) = (value / 1024, unit + 1);
        return string.Create(CultureInfo.InvariantCulture, $"{value:0.#} {Units[unit]}");
    }
}
