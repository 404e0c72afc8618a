namespace RunbookDsl.Testing;

/// <summary>What goes wrong in the life of one process, drawn from a seed.</summary>
internal static class FaultDraw
{
    private const int LastDiskCall = 70;
    private const int LastJournalCall = 40;
    private const int NoSpace = 28;

    private static readonly int[] Errors = [122, 30, 116, 24, 4, 5];

    /// <summary>The process ends somewhere.</summary>
    internal static Life Death(Random random) =>
        random.Next(3) > 0
            ? Life.EndsAtDiskCall(random.Next(1, LastDiskCall), after: random.Next(2) == 0)
            : Life.EndsAtJournalCall(random.Next(1, LastJournalCall), after: random.Next(2) == 0);

    /// <summary>Anything, or nothing.</summary>
    /// <param name="random">Draws it.</param>
    /// <param name="onEffect">Takes what is to happen at each effect: the operator's key.</param>
    internal static Life Any(Random random, Action<Action> onEffect)
    {
        var number = random.Next(1, LastDiskCall);
        switch (random.Next(12))
        {
            case < 2:
                return new Life();
            case < 6:
                return Death(random);
            case 6:
                return Once(c => c.Number >= number && IsBarrier(c), DiskFault.Fails(5));
            case 7:
                return Once(c => c.Number >= number && c.Name == "pwrite", DiskFault.Fails(NoSpace));
            case 8:
                return Full(number, random.Next(4));
            case 9:
                var error = Errors[random.Next(Errors.Length)];
                return Once(c => c.Number >= number, DiskFault.Fails(error));
            case 10:
                var bytes = random.Next(1, 600);
                return new Life { Fault = c => c.Name == "pwrite" ? DiskFault.Short(bytes) : null };
            default:
                var effects = random.Next(1, 6);
                return new Life
                {
                    Control = control =>
                        onEffect(() =>
                        {
                            if (--effects == 0)
                                control.Request();
                        }),
                };
        }
    }

    private static bool IsBarrier(DiskCall call) => call.Name is "fdatasync" or "fsync";

    private static Life Once(Func<DiskCall, bool> when, DiskFault fault)
    {
        var isOver = false;
        return new Life
        {
            Fault = call =>
            {
                if (isOver || !when(call))
                    return null;
                isOver = true;
                return fault;
            },
        };
    }

    // Full from one call on; giving the reserve up makes room for a few writes.
    private static Life Full(int from, int room)
    {
        var left = 0;
        return new Life
        {
            Fault = call =>
            {
                if (call.Name == "unlink" && call.Path.EndsWith("ballast", StringComparison.Ordinal))
                    left = room;
                var isRefused = call.Number >= from && call.Name is "pwrite" or "mkdir" && left-- <= 0;
                return isRefused ? DiskFault.Fails(NoSpace) : null;
            },
        };
    }
}
