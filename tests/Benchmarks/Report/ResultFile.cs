using System.Globalization;
using System.Text;

namespace Benchmarks.Report;

/// <summary>
/// Writes <c>results/latest.md</c>. A row that was not measured this time is taken over as it was.
/// </summary>
internal sealed class ResultFile(string path, string machine)
{
    private const string Head = "## ";

    public void Write(IReadOnlyList<Row> rows, IReadOnlyDictionary<string, string> measured)
    {
        var known = Known();
        var text = new StringBuilder("# Budgets, measured\n");
        foreach (var row in rows)
            if (measured.TryGetValue(row.Name, out var section) || known.TryGetValue(row.Name, out section))
                text.Append('\n').Append(section.TrimEnd()).Append('\n');
        File.WriteAllText(path, text.ToString());
    }

    public string Section(Row row, IReadOnlyList<Finding> findings, IReadOnlyList<string> notes)
    {
        var date = DateTimeOffset.UtcNow.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);
        var text = new StringBuilder($"{Head}{row.Name}\n\n{row.Budget}\n\n");
        text.Append(
            "| what | unit | min / **median** / max | runs | budget | |\n|---|---|---|---|---|---|\n"
        );
        foreach (var f in findings)
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {f.What} | {f.Unit} | {f.Figures} | {f.Runs} | {f.Limit} | {f.Verdict} |\n"
            );
        foreach (var note in notes)
            text.Append('\n').Append(note).Append('\n');
        text.Append('\n').Append(date).Append("; ").Append(machine).Append('\n');
        return text.ToString();
    }

    private Dictionary<string, string> Known()
    {
        var sections = new Dictionary<string, string>();
        if (!File.Exists(path))
            return sections;
        foreach (var part in File.ReadAllText(path).Split("\n" + Head).Skip(1))
            sections[part[..part.IndexOf('\n', StringComparison.Ordinal)]] = Head + part;
        return sections;
    }
}
