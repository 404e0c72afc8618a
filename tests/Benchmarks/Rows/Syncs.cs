using System.Globalization;
using Benchmarks.Measuring;

namespace Benchmarks.Rows;

/// <summary>How often a step waits for the disk: the difference of two runs of the whole program.</summary>
internal static class Syncs
{
    public static IEnumerable<string> Notes(Places places)
    {
        if (Strace.Find() is not { } strace)
        {
            yield return "Calls of fdatasync: not counted, this machine has no strace.";
            yield break;
        }
        foreach (var (name, ending) in ((string, string)[])[("mutating", ""), ("read-only", ".ReadOnly()")])
        {
            var few = Count(places, strace, 5, ending);
            var many = Count(places, strace, 25, ending);
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"Calls of fdatasync a {name} step: {(many - few) / 20.0} ({few} in a run of 5 steps, {many} of 25)."
            );
        }
    }

    private static int Count(Places places, Strace strace, int steps, string ending)
    {
        var script = Path.Combine(places.Scratch, $"syncs-{steps}{ending.Length}.csx");
        File.WriteAllText(
            script,
            $"Runbook(\"Syncs\");\nfor (var i = 0; i < {steps}; i++)\n"
                + $"    Step($\"Step {{i}}\").Run(async ctx => await Task.CompletedTask){ending};\n"
        );
        var exec = places.Runbook("syncs", "cache", "exec", script, "--non-interactive");
        return strace
            .Calls(exec, "fdatasync", Path.Combine(places.Scratch, "synced"))
            .Count(l => l.Contains("fdatasync(", StringComparison.Ordinal));
    }
}
