using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace RunbookDsl.Journal.Tests;

/// <summary>What a child has of our open files between fork and exec.</summary>
internal static partial class Descriptors
{
    /// <summary>A second descriptor of the open file of this path.</summary>
    public static SafeFileHandle Twin(string path)
    {
        foreach (var link in new DirectoryInfo("/proc/self/fd").GetFiles())
            if (link.LinkTarget == path)
                return new(Duplicate(int.Parse(link.Name, CultureInfo.InvariantCulture)), ownsHandle: true);
        throw new InvalidOperationException($"{path} is not open");
    }

    [LibraryImport("libc", EntryPoint = "dup")]
    private static partial int Duplicate(int descriptor);
}
