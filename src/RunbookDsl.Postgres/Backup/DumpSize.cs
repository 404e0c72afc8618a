using System.Globalization;

namespace RunbookDsl.Postgres;

/// <summary>
/// Compares a dump's size with the one before it: half a database dumps without an error, too.
/// </summary>
internal static class DumpSize
{
    private const long TooSmallToCompare = 1 << 20;

    public static Verdict Compare(DumpArtifact dump, double smallest, double largest)
    {
        var previous = DumpCatalogue
            .Of(Path.GetDirectoryName(dump.Path)!)
            .Where(d => d.Database == dump.Database && d.SystemIdentifier == dump.SystemIdentifier)
            .Where(d => d.TakenAt < dump.TakenAt)
            .MaxBy(d => d.TakenAt);
        if (previous is null || Math.Max(previous.Bytes, dump.Bytes) < TooSmallToCompare)
            return Verdict.Pass("no previous dump of a size to compare with");
        var ratio = (double)dump.Bytes / Math.Max(1, previous.Bytes);
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"{dump.Bytes} bytes are {ratio:0.00} of the previous dump's {previous.Bytes}"
                + $" ({previous.Path}); accepted is {smallest} to {largest}"
        );
        return ratio >= smallest && ratio <= largest ? Verdict.Pass(text) : Verdict.Fail(text);
    }
}
