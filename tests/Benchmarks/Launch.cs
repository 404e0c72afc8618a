using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Benchmarks;

/// <summary>
/// Runs a program as a whole process, its output thrown away, and takes the kernel's own account of it.
/// </summary>
internal sealed unsafe class Launch(string[] arguments, string[] environment)
{
    public Launch With(string[] other) => new(arguments, other);

    public Sample Run()
    {
        var began = Stopwatch.GetTimestamp();
        var pid = Start();
        return End(pid, began);
    }

    public int Start()
    {
        var actions = stackalloc byte[128];
        Check(InitActions(actions));
        Check(AddOpen(actions, 1, "/dev/null", 1, 0));
        Check(AddOpen(actions, 2, "/dev/null", 1, 0));
        Check(Spawn(out var pid, arguments[0], actions, null, [.. arguments, null], [.. environment, null]));
        return pid;
    }

    public static Sample End(int pid, long began)
    {
        var usage = stackalloc long[18];
        if (Wait(pid, out var status, 0, usage) != pid)
            throw new InvalidOperationException($"wait4 failed with {Marshal.GetLastPInvokeError()}");
        var wall = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        var cpu = (usage[0] + usage[2]) * 1000.0 + (usage[1] + usage[3]) / 1000.0;
        return new Sample(wall, cpu, usage[4] / 1024.0, status == 0 ? 0 : (status >> 8) & 255);
    }

    private static void Check(int error)
    {
        if (error != 0)
            throw new InvalidOperationException($"posix_spawn failed with {error}");
    }

    [DllImport("libc", EntryPoint = "posix_spawn_file_actions_init")]
    private static extern int InitActions(byte* actions);

    [DllImport("libc", EntryPoint = "posix_spawn_file_actions_addopen")]
    private static extern int AddOpen(byte* actions, int fd, string path, int flags, uint mode);

    [DllImport("libc", EntryPoint = "posix_spawnp")]
    private static extern int Spawn(
        out int pid,
        string file,
        byte* actions,
        void* attributes,
        string?[] argv,
        string?[] envp
    );

    [DllImport("libc", EntryPoint = "wait4", SetLastError = true)]
    private static extern int Wait(int pid, out int status, int options, long* usage);
}
