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
    /// <summary>
    /// The installation's own id, which tells two machines of one name apart; empty where there is none.
    /// </summary>
    public string MachineId { get; init; } = "";

    /// <summary>Whether the other one is a process of this owner's machine, of this boot or an earlier
    /// one.</summary>
    public bool IsOnSameMachine(Owner other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return other.Host == Host && other.MachineId == MachineId;
    }

    /// <summary>The owner that this process is.</summary>
    /// <param name="operatorName">The person at the keyboard.</param>
    /// <param name="clock">Gives <see cref="Since"/>.</param>
    public static Owner OfThisProcess(string operatorName, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        var bootId = ProcFile.ReadText("/proc/sys/kernel/random/boot_id");
        var since = clock.GetUtcNow();
        var pid = Environment.ProcessId;
        var ticks = ProcFile.StartTicks(pid);
        return new Owner(operatorName, Environment.MachineName, pid, ticks, bootId, since)
        {
            MachineId = ProcFile.ReadText("/etc/machine-id"),
        };
    }

    /// <summary><c>alice@db1 (pid 4711) since 2026-11-21 03:15:02Z</c>.</summary>
    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Operator}@{Host} (pid {Pid}) since {Since.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z"
        );
}
