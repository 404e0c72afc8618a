using System.Diagnostics;

namespace Benchmarks;

/// <summary>What a start costs, beside what dotnet itself costs.</summary>
internal static class StartRows
{
    private const string Head =
        "| what | own | `dotnet hello.dll` | ratio | peak memory | budget |\n|---|---|---|---|---|---|";
    private const int Runs = 15;

    public static IEnumerable<string> Cached(Place place)
    {
        yield return Head;
        var (own, hello) = Figures.Pairs(Exec(place, Trivial(place)), place.Baseline(), Runs);
        yield return Figures.Row("cached, trivial, journal included", own, hello, "1.5×, 40 MiB");
        (own, hello) = Figures.Pairs(Exec(place, Twelve(place)), place.Baseline(), Runs);
        yield return Figures.Row("cached, 12 steps, LINQ and lambdas", own, hello, "2.2×");
    }

    public static IEnumerable<string> Cold(Place place)
    {
        yield return Head;
        var script = Trivial(place);
        var own = new List<Sample>();
        var hello = new List<Sample>();
        for (var i = 0; i <= 10; i++)
        {
            place.Clear("cold");
            var sample = Exec(place, script).With(place.Environment("cold")).Run();
            var other = place.Baseline().Run();
            // The first pair warms the disk's cache.
            if (i == 0)
                continue;
            own.Add(sample);
            hello.Add(other);
        }
        yield return Figures.Row("cold compile and start", own, hello, "32×");
    }

    public static IEnumerable<string> AtOnce(Place place)
    {
        var script = Trivial(place);
        var failures = 0;
        for (var round = 0; round < 50; round++)
        {
            place.Clear("cold");
            var launch = Exec(place, script).With(place.Environment("cold"));
            var began = Stopwatch.GetTimestamp();
            var pids = Enumerable.Range(0, 6).Select(_ => launch.Start()).ToList();
            failures += pids.Count(pid => Launch.End(pid, began).ExitCode != 0);
        }
        yield return $"6 cold starts at once, 50 rounds: {failures} failures of 300 (budget 0)";
    }

    public static IEnumerable<string> Assemblies(Place place)
    {
        var script = Trivial(place);
        Exec(place, script).Run();
        var trace = place["trace"];
        var start = new ProcessStartInfo("strace");
        foreach (
            var argument in new[]
            {
                "-f",
                "-e",
                "trace=openat",
                "-o",
                trace,
                "dotnet",
                place.Runbook,
                "exec",
                script,
            }
        )
            start.ArgumentList.Add(argument);
        foreach (var variable in place.Environment())
            start.Environment[variable[..variable.IndexOf('=')]] = variable[(variable.IndexOf('=') + 1)..];
        start.RedirectStandardOutput = true;
        using (var process = Process.Start(start)!)
        {
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
        }
        var names = File.ReadLines(trace)
            .Where(l =>
                l.Contains(".dll\"", StringComparison.Ordinal)
                && !l.Contains("ENOENT", StringComparison.Ordinal)
            )
            .Select(l => Path.GetFileName(l.Split('"')[1]))
            .Distinct()
            .Order()
            .ToList();
        yield return $"A cached start opens {names.Count} assemblies: {string.Join(", ", names)}.";
        var roslyn = names.Count(n => n.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal));
        yield return $"Of the compiler: {roslyn} (budget 0).";
    }

    private static Launch Exec(Place place, string script) =>
        place.Command("exec", script, "--non-interactive");

    private static string Trivial(Place place) =>
        place.Script(
            "trivial.csx",
            ["Step(\"one\").Run(_ => Task.CompletedTask).NoUndo(\"nothing to undo\");"]
        );

    private static string Twelve(Place place) =>
        place.Script(
            "twelve.csx",
            [
                "Runbook(\"Twelve\").Owner(\"platform\");",
                "var hosts = Enumerable.Range(1, 9).Select(n => $\"web-{n}\").Where(h => h.Length > 0).ToList();",
                "var first = Step(\"first\").Run(async ctx => { await Task.Yield(); return hosts.Sum(h => h.Length); });",
                "ForEach(hosts, h => Step(\"reload\").Run(async ctx => { await Task.Yield(); }).Idempotent());",
                "Step(\"when\").When(first.Is(n => n > 3)).Run(async ctx => ctx.Read(first.Output) + 1).Verify(n => n > 1);",
                "Step(\"last\").Run(_ => Task.CompletedTask);",
            ]
        );
}
