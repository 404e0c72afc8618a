using System.Diagnostics;
using Benchmarks.Measuring;
using Benchmarks.Report;
using RunbookDsl.Testing;
using RunbookDsl.Testing.Scripts;
using Finding = Benchmarks.Report.Finding;

namespace Benchmarks.Rows;

/// <summary>
/// Rehearsals of a window of twelve steps: PostgreSQL, a host, a site, a name server, a person.
/// </summary>
internal static class RehearsalRows
{
    private const int WarmUps = 3;
    private const int Runs = 20;
    private const int Scenarios = 100;
    private const int Matrices = 3;

    public static Row[] All(Places places) =>
        [
            new(
                "rehearsal",
                "Clean 12-step rehearsal ≤ 150 ms warm; 100-scenario fault matrix ≤ 20 s on 2 cores.",
                notes => Measure(places, notes).GetAwaiter().GetResult()
            ),
        ];

    private static async Task<IReadOnlyList<Finding>> Measure(Places places, List<string> notes)
    {
        var environment = Environment
            .GetEnvironmentVariables()
            .Cast<System.Collections.DictionaryEntry>()
            .ToDictionary(e => (string)e.Key, e => (string?)e.Value ?? "");
        var settings = new RehearsalSettings(
            environment,
            places.Scratch,
            Path.Combine(places.Scratch, "rehearsal-cache")
        );
        var opening = Stopwatch.GetTimestamp();
        var file = await RunbookFile.OpenAsync(
            Places.Script("window.csx"),
            settings,
            new Dictionary<string, string>(),
            CancellationToken.None
        );
        await using (file)
        {
            var opened = Stopwatch.GetElapsedTime(opening);
            notes.Add($"Compiling it and starting its world took {opened.TotalMilliseconds:0} ms, once.");
            var clean = await CleanAsync(file.Rehearsal);
            var (seconds, count) = await MatricesAsync(file.Rehearsal);
            notes.Add($"The whole matrix has {count} scenarios; the first {Scenarios} are measured.");
            return
            [
                new("clean rehearsal of 12 steps, warm", "ms", Spread.Of(clean), Runs) { Budget = 150 },
                new($"{Scenarios} scenarios of its matrix", "s", Spread.Of(seconds), Matrices)
                {
                    Budget = 20,
                },
            ];
        }
    }

    private static async Task<List<double>> CleanAsync(Rehearsal rehearsal)
    {
        var all = new List<double>();
        for (var run = -WarmUps; run < Runs; run++)
        {
            var began = Stopwatch.GetTimestamp();
            var result = await rehearsal.RunAsync(Scenario.Clean, null, CancellationToken.None);
            Require(result);
            if (run >= 0)
                all.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }
        return all;
    }

    private static async Task<(List<double> Seconds, int Count)> MatricesAsync(Rehearsal rehearsal)
    {
        var reference = await rehearsal.ReferAsync(CancellationToken.None);
        var options = new MatrixOptions();
        var scenarios = FaultMatrix.ScenariosOf(reference.Clean, options);
        var all = new List<double>();
        for (var run = 0; run < Matrices; run++)
        {
            var began = Stopwatch.GetTimestamp();
            await Parallel.ForEachAsync(
                scenarios.Take(Scenarios),
                new ParallelOptions { MaxDegreeOfParallelism = options.AtOnce },
                async (s, cancellation) => Require(await rehearsal.RunAsync(s, reference, cancellation))
            );
            all.Add(Stopwatch.GetElapsedTime(began).TotalSeconds);
        }
        return (all, scenarios.Count);
    }

    private static void Require(RehearsalResult result)
    {
        if (!result.IsPassed)
            throw new InvalidOperationException(
                $"{result.Scenario.Name}: {string.Join("; ", result.Findings.Select(f => f.Text))}"
            );
    }
}
