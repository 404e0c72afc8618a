using System.Runtime.InteropServices;

namespace Benchmarks;

/// <summary>Prints the figures as they come and keeps the last ones beside the code.</summary>
internal sealed class Report(Place place)
{
    private readonly List<string> _lines =
    [
        "# Last results",
        "",
        $"{DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime):yyyy-MM-dd}, {Environment.ProcessorCount} processors, "
            + $"{RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}. "
            + "Each figure is minimum / median / maximum; times in milliseconds unless said otherwise; own and baseline in turn.",
    ];

    public void Add(string name, IEnumerable<string> lines)
    {
        Console.WriteLine($"{name} …");
        _lines.Add("");
        _lines.Add($"## {name}");
        _lines.Add("");
        foreach (var line in lines)
        {
            Console.WriteLine(line);
            _lines.Add(line);
        }
    }

    public void Save()
    {
        _ = place;
        var folder = Path.Combine(Place.Root, "tests/Benchmarks/results");
        Directory.CreateDirectory(folder);
        File.WriteAllLines(Path.Combine(folder, "latest.md"), _lines);
    }
}
