using System.Runtime.InteropServices;

namespace RunbookDsl.Hosts.Tests;

/// <summary>A look at processes from outside.</summary>
internal static class Processes
{
    private const int SetDescriptorFlags = 2;

    public static bool IsAlive(int pid) =>
        File.Exists($"/proc/{pid}/stat") && !File.ReadAllText($"/proc/{pid}/stat").Contains(") Z ");

    public static bool Exists(int pid) => Directory.Exists($"/proc/{pid}");

    public static void Kill(int pid) => _ = NativeKill(pid, 9);

    public static void MakeInheritable(int descriptor) => _ = Control(descriptor, SetDescriptorFlags, 0);

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int NativeKill(int pid, int signal);

    [DllImport("libc", EntryPoint = "fcntl")]
    private static extern int Control(int descriptor, int command, int argument);
}
