using Benchmarks;
using Benchmarks.Report;
using Benchmarks.Rows;

var places = Places.Find();
Row[] rows =
[
    .. StartRows.All(places),
    .. JournalRows.All(places),
    .. SharedRows.All(places),
    .. RecordRows.All(places),
    .. LongRows.All(places),
    .. RehearsalRows.All(places),
    .. EditorRows.All(places),
    .. FanOutRows.All(places),
];
var wanted = args.Length == 0 ? rows : [.. rows.Where(r => args.Contains(r.Name))];
if (wanted.Length < args.Length)
{
    Console.Error.WriteLine($"Unknown row. The rows: {string.Join(", ", rows.Select(r => r.Name))}.");
    return 2;
}
places.Build();
var file = new ResultFile(places.Results, Machine.Line(places.Scratch));
var measured = new Dictionary<string, string>();
foreach (var row in wanted)
{
    Console.WriteLine($"{row.Name} …");
    var notes = new List<string>();
    List<Finding> findings = [.. row.Measure(notes)];
    measured[row.Name] = file.Section(row, findings, notes);
    Console.WriteLine(measured[row.Name]);
    file.Write(rows, measured);
}
places.Clean();
return 0;
