using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Benchmarks.Measuring;

/// <summary>What one whole process cost, as the kernel tells it.</summary>
/// <param name="Wall">Milliseconds from its start to its end.</param>
/// <param name="Processor">Milliseconds of processor time, user and system.</param>
/// <param name="ExitCode">Its exit code; 128 and the signal when it was killed.</param>
internal sealed record ProcessCost(double Wall, double Processor, int ExitCode)
{
    /// <summary>Runs a program to its end; what it prints goes to a file, by default nowhere.</summary>
    public static ProcessCost Of(Command command, string output = "/dev/null")
    {
        var began = Stopwatch.GetTimestamp();
        var pid = command.Start(output);
        return Wait(pid, began);
    }

    /// <summary>Runs several at once and waits for all.</summary>
    public static ProcessCost[] OfAll(IReadOnlyList<Command> commands)
    {
        var began = Stopwatch.GetTimestamp();
        var pids = new int[commands.Count];
        for (var i = 0; i < pids.Length; i++)
            pids[i] = commands[i].Start("/dev/null");
        return Array.ConvertAll(pids, pid => Wait(pid, began));
    }

    private static unsafe ProcessCost Wait(int pid, long began)
    {
        int status;
        Native.Usage usage;
        while (Native.Wait(pid, &status, 0, &usage) < 0)
            if (Marshal.GetLastPInvokeError() != 4)
                throw new InvalidOperationException($"process {pid} cannot be waited for");
        var wall = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        var processor =
            ((usage.UserSeconds + usage.SystemSeconds) * 1000)
            + ((usage.UserMicroseconds + usage.SystemMicroseconds) / 1000.0);
        var code = (status & 127) == 0 ? (status >> 8) & 255 : 128 + (status & 127);
        return new ProcessCost(wall, processor, code);
    }
}
