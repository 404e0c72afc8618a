using Benchmarks.Measuring;

namespace Benchmarks.Rows;

/// <summary>What a start loads and compiles, counted by strace and by the runtime's own list.</summary>
internal static class Loaded
{
    public static IEnumerable<string> Notes(Places places, Command start)
    {
        var jitted = Path.Combine(places.Scratch, "jitted");
        ProcessCost.Of(start.With("DOTNET_JitStdOutFile", jitted).With("DOTNET_JitDisasmSummary", "1"));
        var methods = File.ReadAllLines(jitted);
        yield return $"Compiled at run time: {methods.Length} methods, of which "
            + $"{methods.Count(m => m.Contains("Submission#0", StringComparison.Ordinal))} are the script's own.";
        File.Delete(jitted);
        if (Strace.Find() is not { } strace)
        {
            yield return "Loaded assemblies: not listed, this machine has no strace.";
            yield break;
        }
        var names = strace
            .Calls(start, "openat", Path.Combine(places.Scratch, "opened"))
            .Where(l =>
                !l.Contains("ENOENT", StringComparison.Ordinal)
                && l.Contains(".dll\"", StringComparison.Ordinal)
            )
            .Where(l => !l.Contains("O_RDONLY|O_CLOEXEC", StringComparison.Ordinal))
            .Select(l => Path.GetFileNameWithoutExtension(l.Split('"')[1]))
            .Distinct()
            .Order(StringComparer.Ordinal)
            .ToList();
        var all = string.Join(", ", names);
        yield return $"Loaded assemblies ({names.Count}, besides the script's own): {all}.";
        var isThere = names.Any(n => n.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal));
        yield return $"Roslyn among them: {(isThere ? "**yes**" : "no")}.";
    }
}
