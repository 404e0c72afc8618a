using System.Globalization;

namespace RunbookDsl.Testing;

/// <summary>Decides whether a coverage is enough, and whether what it is spared is still in order.</summary>
internal sealed class CoverageGate(CoverageReport report, AllowList allowed, DateOnly today)
{
    private const int MostShown = 20;
    private readonly List<string> _problems = [];
    private readonly Dictionary<string, int> _lines = new(StringComparer.Ordinal);

    public IReadOnlyList<string> Check(int minimum)
    {
        var rows = report.Rows.ToDictionary(r => r.Cell.Name, StringComparer.Ordinal);
        var spared = allowed.Cells.Where(c => IsInForce(c, rows)).Select(c => c.Cell).ToHashSet();
        var missing = report.Missing.Where(c => !spared.Contains(c.Name)).ToList();
        var enough = report.Declared - missing.Count;
        if (CoverageReport.PercentOf(enough, report.Declared) < minimum)
            _problems.Add(TooLittle(minimum, enough, missing));
        return _problems;
    }

    private bool IsInForce(AllowedCell entry, Dictionary<string, CoverageRow> rows)
    {
        var problem =
            entry.Until is not { } until
                ? "is not of the form CELL | REASON | YYYY-MM-DD, the last day on which it is in force."
            : entry.Reason.Length == 0 ? "has no reason: say why it need not be rehearsed."
            : !_lines.TryAdd(entry.Cell, entry.Line)
                ? FormattableString.Invariant($"stands in line {_lines[entry.Cell]} already: remove one.")
            : !rows.TryGetValue(entry.Cell, out var row)
                ? $"is no cell of {report.Runbook}{Nearest.Suggest(entry.Cell, rows.Keys)}: remove the line."
            : row.IsRehearsed ? "is rehearsed: remove the line."
            : until < today
                ? FormattableString.Invariant(
                    $"expired on {until:yyyy-MM-dd}: rehearse it, or decide again and give a later date."
                )
            : null;
        if (problem is not null)
            _problems.Add(
                FormattableString.Invariant($"{allowed.Name}({entry.Line}): \"{entry.Cell}\" {problem}")
            );
        return problem is null;
    }

    private string TooLittle(int minimum, int enough, List<CoverageCell> missing)
    {
        var shown = missing.Take(MostShown).Select(c => $"\n  {c.Place}: {c.Name}");
        var more =
            missing.Count > MostShown
                ? string.Create(CultureInfo.InvariantCulture, $"\n  and {missing.Count - MostShown} more")
                : "";
        return string.Create(
                CultureInfo.InvariantCulture,
                $"{CoverageText.Share(enough, report.Declared)} cells of {report.Runbook} are rehearsed or allowed, "
            ) + FormattableString.Invariant($"{minimum} % are wanted. Missing:{string.Concat(shown)}{more}");
    }
}
