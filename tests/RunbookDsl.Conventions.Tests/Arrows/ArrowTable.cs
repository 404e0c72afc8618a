using System.Text.RegularExpressions;

namespace RunbookDsl.Conventions.Tests.Arrows;

/// <summary>The table of src/README.md: a project, and the projects it may refer to.</summary>
internal sealed partial class ArrowTable
{
    private readonly Dictionary<string, HashSet<string>> _rows = new(StringComparer.Ordinal);

    public IReadOnlyCollection<string> Projects => _rows.Keys;

    public bool Knows(string project) => _rows.ContainsKey(project);

    public bool Allows(string from, string to) =>
        _rows.TryGetValue(from, out var allowed) && allowed.Contains(to);

    public static ArrowTable Parse(string markdown)
    {
        var table = new ArrowTable();
        foreach (var line in markdown.Split('\n').Where(l => l.StartsWith("| `", StringComparison.Ordinal)))
        {
            var cells = line.Split('|', StringSplitOptions.TrimEntries);
            if (cells.Length != 5)
                throw new FormatException($"A row of the table needs three cells: {line}");
            table.Add(Names(cells[1]), cells[3], line);
        }

        return table;
    }

    private void Add(IReadOnlyList<string> projects, string allowed, string line)
    {
        HashSet<string> names = allowed switch
        {
            "nothing" => [],
            _ when allowed.StartsWith("all of the above", StringComparison.Ordinal) =>
            [
                .. _rows.Keys.Except(Names(allowed)),
            ],
            _ => [.. Names(allowed)],
        };
        if (projects.Count == 0 || (names.Count == 0 && allowed != "nothing"))
            throw new FormatException(
                $"Expected names in backticks, `nothing` or `all of the above`: {line}"
            );
        foreach (var project in projects)
            _rows.Add(project, names);
    }

    /// <summary><c>`.Http`</c> and <c>`Http`</c> stand for <c>RunbookDsl.Http</c>.</summary>
    private static List<string> Names(string cell) =>
        [
            .. Quoted()
                .Matches(cell)
                .Select(m => m.Groups[1].Value)
                .Select(n =>
                    n.StartsWith("RunbookDsl", StringComparison.Ordinal)
                        ? n
                        : "RunbookDsl." + n.TrimStart('.')
                ),
        ];

    [GeneratedRegex("`([A-Za-z.]+)`")]
    private static partial Regex Quoted();
}
