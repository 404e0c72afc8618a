using System.Globalization;
using System.Text;

namespace RunbookDsl.Testing;

/// <summary>Coverage for a terminal.</summary>
internal static class CoverageText
{
    private const int Width = 80;
    private const int Hanging = 4;

    private static readonly (CellKind Kind, string Title)[] Kinds =
    [
        (CellKind.Outcome, "outcomes of steps"),
        (CellKind.Undo, "undos"),
        (CellKind.Resume, "resume points"),
        (CellKind.Condition, "conditions"),
        (CellKind.Guard, "guards"),
        (CellKind.Message, "messages"),
    ];

    public static string Of(CoverageReport report)
    {
        var text = new StringBuilder();
        Line(text, $"runbook   {report.Runbook}");
        Line(text, $"rehearsed {Share(report.Rehearsed, report.Declared)}");
        text.Append('\n');
        foreach (var (kind, title) in Kinds)
            if (report.Rows.Where(r => r.Cell.Kind == kind).ToList() is { Count: > 0 } rows)
                Line(text, $"  {title, -18} {Share(rows.Count(r => r.IsRehearsed), rows.Count)}");
        if (report.Missing.Count > 0)
            text.Append("\nnever rehearsed:\n");
        foreach (var cell in report.Missing)
            Missing(text, cell);
        return text.ToString();
    }

    /// <summary><c>3 of 4 (75 %)</c>.</summary>
    public static string Share(int part, int whole) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{part} of {whole} ({CoverageReport.PercentOf(part, whole)} %)"
        );

    private static void Missing(StringBuilder text, CoverageCell cell)
    {
        var lines = Wrapped($"  {cell.Name}").ToList();
        var last = lines[^1];
        if (last.Length + 2 + cell.Place.Length <= Width)
            lines[^1] = last.PadRight(Width - cell.Place.Length) + cell.Place;
        else
            lines.Add(cell.Place.PadLeft(Width));
        foreach (var line in lines)
            Line(text, line);
    }

    private static IEnumerable<string> Wrapped(string line)
    {
        while (line.Length > Width)
        {
            var at = line.LastIndexOf(' ', Width);
            if (at <= Hanging)
                at = Width;
            yield return line[..at].TrimEnd();
            line = new string(' ', Hanging) + line[at..].TrimStart();
        }
        yield return line;
    }

    private static void Line(StringBuilder text, string line) => text.Append(line).Append('\n');
}
