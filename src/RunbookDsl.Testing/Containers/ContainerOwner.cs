using System.Globalization;

namespace RunbookDsl.Testing;

/// <summary>
/// The label of our containers: which process of which machine wants it, and since when. A container whose
/// process is gone is left over; of a process elsewhere nothing is known, and its containers get a day.
/// </summary>
/// <param name="Place">The machine since it was booted, and the part of it that sees our processes.</param>
/// <param name="Process">Number of the process, and its start.</param>
/// <param name="Since">When the container was wanted.</param>
internal sealed record ContainerOwner(string Place, string Process, DateTimeOffset Since)
{
    /// <summary>The label of every container of ours.</summary>
    public const string Label = "runbook.world";

    private const int StartField = 19;
    private static readonly TimeSpan Old = TimeSpan.FromDays(1);

    /// <summary>This process.</summary>
    public static ContainerOwner Us(TimeProvider clock) =>
        new(Here(), $"{Environment.ProcessId}-{StartOf(Environment.ProcessId)}", clock.GetUtcNow());

    /// <summary>Whether nobody wants what has this label; what is not understood is left alone.</summary>
    public static bool IsGone(string? label, TimeProvider clock) =>
        Read(label) is { } owner
        && (owner.Place == Here() ? !owner.Lives() : owner.Since < clock.GetUtcNow() - Old);

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Place}/{Process}/{Since.ToUnixTimeSeconds()}");

    private static ContainerOwner? Read(string? label) =>
        label?.Split('/') is [var place, var process, var since]
        && long.TryParse(since, CultureInfo.InvariantCulture, out var seconds)
        && seconds is >= 0 and < uint.MaxValue
            ? new(place, process, DateTimeOffset.FromUnixTimeSeconds(seconds))
            : null;

    private bool Lives() =>
        Process.Split('-') is [var number, var start]
        && int.TryParse(number, CultureInfo.InvariantCulture, out var id)
        && StartOf(id) == start;

    // Process numbers mean something only where they are seen.
    private static string Here()
    {
        var boot = File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();
        var seen = new FileInfo("/proc/self/ns/pid").LinkTarget ?? "";
        return $"{boot}-{string.Concat(seen.Where(char.IsAsciiDigit))}";
    }

    /// <summary>When a process was started, in the kernel's ticks; null when there is none.</summary>
    private static string? StartOf(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/stat").Split(") ")[^1].Split(' ')[StartField];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It has ended.
            return null;
        }
    }
}
