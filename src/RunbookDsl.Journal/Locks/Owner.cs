using System.Globalization;

namespace RunbookDsl.Journal;

/// <summary>
/// Who runs a run: told to whoever comes second, and written into the first line of each segment.
/// </summary>
/// <param name="Operator">The person's login name.</param>
/// <param name="Host">The machine's name.</param>
/// <param name="Pid">The process.</param>
/// <param name="PidStart">When the process started, in clock ticks since boot: tells a reused pid
/// apart.</param>
/// <param name="BootId">The kernel's id of this boot; empty where there is none.</param>
/// <param name="Since">When this owner took the run, UTC.</param>
public sealed record Owner(
    string Operator,
    string Host,
    int Pid,
    long PidStart,
    string BootId,
    DateTimeOffset Since
)
{
    /// <summary>The owner that this process is.</summary>
    /// <param name="operatorName">The person at the keyboard.</param>
    /// <param name="clock">Gives <see cref="Since"/>.</param>
    public static Owner OfThisProcess(string operatorName, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        var bootId = ProcFile.ReadText("/proc/sys/kernel/random/boot_id");
        var since = clock.GetUtcNow();
        var pid = Environment.ProcessId;
        return new Owner(operatorName, Environment.MachineName, pid, ProcFile.StartTicks(pid), bootId, since);
    }

    /// <summary><c>alice@db1 (pid 4711) since 2026-11-21 03:15:02Z</c>.</summary>
    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Operator}@{Host} (pid {Pid}) since {Since.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z"
        );
}
