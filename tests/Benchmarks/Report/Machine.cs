using System.Runtime.InteropServices;

namespace Benchmarks.Report;

/// <summary>Where the figures come from.</summary>
internal static class Machine
{
    public static string Line(string folder) =>
        $"{Processor()}, {Environment.ProcessorCount} processors; {Kernel()}; "
        + $"{RuntimeInformation.FrameworkDescription}; journals on {FileSystem(folder)}";

    private static string Processor() =>
        File.ReadLines("/proc/cpuinfo")
            .FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))
            is { } line
            ? line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()
            : RuntimeInformation.ProcessArchitecture.ToString();

    private static string Kernel() => $"Linux {File.ReadAllText("/proc/sys/kernel/osrelease").Trim()}";

    private static string FileSystem(string folder) =>
        DriveInfo
            .GetDrives()
            .Where(d => folder.StartsWith(d.Name, StringComparison.Ordinal))
            .MaxBy(d => d.Name.Length)
            ?.DriveFormat
        ?? "an unknown file system";
}
