using System.Globalization;

namespace RunbookDsl.Testing;

/// <summary>
/// What need not be rehearsed: a line each, <c>backup: failed | the fake cannot fill a disk | 2027-03-01</c>.
/// Empty lines and lines that begin with <c>#</c> do not count.
/// </summary>
/// <param name="Name">The file, for messages.</param>
/// <param name="Cells">The entries, in the order of the file.</param>
public sealed record AllowList(string Name, IReadOnlyList<AllowedCell> Cells)
{
    private const int Largest = 1024 * 1024;
    private const string FileName = "coverage.allow";
    private const string Separator = " | ";

    /// <summary>Nothing is allowed.</summary>
    public static AllowList Empty { get; } = new(FileName, []);

    /// <summary><c>coverage.allow</c> beside a runbook; empty when there is none.</summary>
    /// <param name="script">Full path of the runbook.</param>
    /// <exception cref="SnapshotException">The file cannot be read.</exception>
    public static AllowList Beside(string script)
    {
        var file = new FileInfo(Path.Combine(Path.GetDirectoryName(script) ?? "/", FileName));
        if (!file.Exists)
            return Empty;
        if (file.Length > Largest)
            throw new SnapshotException($"{file.FullName} is larger than 1 MB: it is no list of cells.");
        try
        {
            return Parse(FileName, File.ReadAllText(file.FullName));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SnapshotException($"{file.FullName} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Reads a list. Mistakes in it are told by <see cref="CoverageReport.Gate"/>.</summary>
    public static AllowList Parse(string name, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var cells = new List<AllowedCell>();
        var number = 0;
        foreach (
            var line in text.ReplaceLineEndings("\n").Split('\n').Select(l => l.Trim('\uFEFF', ' ', '\t'))
        )
        {
            number++;
            if (line.Length > 0 && line[0] != '#')
                cells.Add(Entry(number, line));
        }
        return new(name, cells);
    }

    // Conditions may hold a bar of their own, reasons may not: the last two parts are reason and date.
    private static AllowedCell Entry(int number, string line)
    {
        var (rest, until) = Last(line);
        if (!DateOnly.TryParseExact(until, "yyyy-MM-dd", CultureInfo.InvariantCulture, default, out var date))
            return new(number, line, "", null);
        var (cell, reason) = Last(rest);
        return cell.Length == 0 ? new(number, reason, "", date) : new(number, cell, reason, date);
    }

    private static (string Before, string Last) Last(string line)
    {
        line = $" {line} ";
        var at = line.LastIndexOf(Separator, StringComparison.Ordinal);
        return at < 0 ? ("", line.Trim()) : (line[..at].Trim(), line[(at + Separator.Length)..].Trim());
    }
}
