using System.Globalization;

namespace Benchmarks.Measuring;

/// <summary>
/// The largest resident size of a program, asked of GNU time: a child of ours would begin with our own size
/// as its largest.
/// </summary>
internal static class PeakMemory
{
    private const string Time = "/usr/bin/time";

    public static bool IsKnown => File.Exists(Time);

    /// <summary>Mebibytes.</summary>
    public static double Of(Command command, string file)
    {
        var timed = new Command([Time, "-f", "%M", "-o", file, .. command.Words])
        {
            Environment = command.Environment,
        };
        if (ProcessCost.Of(timed).ExitCode != 0)
            throw new InvalidOperationException($"{string.Join(' ', command.Words)} failed");
        return double.Parse(File.ReadAllText(file), CultureInfo.InvariantCulture) / 1024;
    }
}
