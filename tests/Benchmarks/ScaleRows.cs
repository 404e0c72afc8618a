namespace Benchmarks;

/// <summary>What many steps cost.</summary>
internal static class ScaleRows
{
    public static IEnumerable<string> Resume(Place place)
    {
        var many = Prepared(place, 1000);
        var one = Prepared(place, 1);
        var times = new List<double>();
        for (var i = 0; i <= 10; i++)
        {
            var a = Resumed(place, many);
            var b = Resumed(place, one);
            if (i > 0)
                times.Add(a.Wall - b.Wall);
        }
        yield return $"Resume of a 1,000-step run beyond that of a 1-step run: {Figures.Text(times)} ms (budget 50)";
    }

    public static IEnumerable<string> Plan(Place place)
    {
        yield return "| plan | time, ms | per step, µs | peak memory |\n|---|---|---|---|";
        foreach (var row in Table(place, "plan", 10_000, 100_000, 5))
            yield return row;
    }

    public static IEnumerable<string> Exec(Place place)
    {
        yield return "| exec of no-ops | time, ms | per step, µs | peak memory |\n|---|---|---|---|";
        foreach (var row in Table(place, "exec", 5_000, 20_000, 3))
            yield return row;
    }

    // What a start costs anyway is taken off: the question is what a step costs.
    private static IEnumerable<string> Table(Place place, string verb, int few, int many, int runs)
    {
        var start = Median(place, verb, 1, runs).Wall;
        var less = Median(place, verb, few, runs);
        var more = Median(place, verb, many, runs);
        var (perLess, perMore) = ((less.Wall - start) * 1000 / few, (more.Wall - start) * 1000 / many);
        yield return $"| {few} steps | {less.Wall:F0} | {perLess:F2} | {less.Memory:F0} MiB |";
        yield return $"| {many} steps | {more.Wall:F0} | {perMore:F2} | {more.Memory:F0} MiB |";
        yield return $"| ratio per step | | {perMore / perLess:F2} (budget 1.2) | |";
    }

    private static Sample Median(Place place, string verb, int steps, int runs)
    {
        string[] arguments =
            verb == "exec" ? ["exec", place.Steps(steps), "--non-interactive"] : [verb, place.Steps(steps)];
        place.Command(arguments).Run();
        var samples = Enumerable.Range(0, runs).Select(_ => place.Command(arguments).Run()).ToList();
        if (samples.Exists(s => s.ExitCode != 0))
            throw new InvalidOperationException($"{verb} of {steps} steps failed");
        return samples.OrderBy(s => s.Wall).ElementAt(runs / 2);
    }

    private static string Prepared(Place place, int steps)
    {
        var script = place.Steps(steps + 1);
        var home = $"home-{steps}";
        var launch = place.Command("exec", script, "--non-interactive", "--until", $"s{steps}");
        if (launch.With(place.Environment(home: home)).Run().ExitCode != 0)
            throw new InvalidOperationException("the run to be resumed could not be made");
        return home;
    }

    private static Sample Resumed(Place place, string home)
    {
        place.Clear("copy");
        Copy(place[home], place["copy"]);
        var sample = place
            .Command("resume", "latest", "--non-interactive")
            .With(place.Environment(home: "copy"))
            .Run();
        return sample.ExitCode == 0 ? sample : throw new InvalidOperationException("resume failed");
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(
            to,
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        );
        foreach (var file in Directory.GetFiles(from))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        foreach (var folder in Directory.GetDirectories(from))
            Copy(folder, Path.Combine(to, Path.GetFileName(folder)));
    }
}
