using System.Globalization;
using Benchmarks;

// dotnet run -c Release --project tests/Benchmarks -- [row …]      rows: see README.md; none = all
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
(string Name, Func<Place, IEnumerable<string>> Run)[] rows =
[
    ("start", StartRows.Cached),
    ("assemblies", StartRows.Assemblies),
    ("cold", StartRows.Cold),
    ("at-once", StartRows.AtOnce),
    ("append", JournalRows.Append),
    ("step", JournalRows.Step),
    ("resume", ScaleRows.Resume),
    ("plan", ScaleRows.Plan),
    ("exec", ScaleRows.Exec),
];
var unknown = args.Where(a => !rows.Any(r => r.Name == a)).ToList();
if (unknown.Count > 0)
{
    Console.Error.WriteLine(
        $"unknown row {unknown[0]}; rows are {string.Join(", ", rows.Select(r => r.Name))}"
    );
    return 2;
}
using var place = new Place();
var report = new Report(place);
foreach (var (name, run) in rows.Where(r => args.Length == 0 || args.Contains(r.Name)))
    report.Add(name, run(place));
report.Save();
return 0;
