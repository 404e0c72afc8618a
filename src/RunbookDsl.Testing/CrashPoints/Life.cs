using RunbookDsl.Engine;

namespace RunbookDsl.Testing;

/// <summary>What goes wrong in the life of one process. Default: nothing.</summary>
internal sealed record Life
{
    /// <summary>Asked before each call of the process that changes the disk.</summary>
    internal Func<DiskCall, DiskFault?> Fault { get; init; } = _ => null;

    /// <summary>Number of the journal call at which it ends; 0 never.</summary>
    internal int DiesAtJournalCall { get; init; }

    /// <summary>Whether it ends after that call, or before it.</summary>
    internal bool DiesAfter { get; init; }

    /// <summary>Gets the operator's brakes before the process begins.</summary>
    internal Action<RunControl> Control { get; init; } = _ => { };

    /// <summary>The process ends at the disk call of this number.</summary>
    internal static Life EndsAtDiskCall(int number, bool after) =>
        new()
        {
            Fault = call =>
                call.Number != number ? null
                : after ? DiskFault.DiesAfter
                : DiskFault.DiesBefore,
        };

    /// <summary>The process ends at the journal call of this number.</summary>
    internal static Life EndsAtJournalCall(int number, bool after) =>
        new() { DiesAtJournalCall = number, DiesAfter = after };
}
