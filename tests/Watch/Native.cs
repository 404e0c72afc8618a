using System.Runtime.InteropServices;

namespace RunbookDsl.Watch;

/// <summary>What .NET does not offer.</summary>
internal static class Native
{
    /// <summary>Ends this process without any clean-up.</summary>
    [DllImport("libc", EntryPoint = "_exit")]
    public static extern void EndAtOnce(int code);
}
