using System.Diagnostics;
using Benchmarks.Measuring;

namespace Benchmarks.Rows;

/// <summary>What the file system takes at the least: write at the end, make it durable, and again.</summary>
internal static class RawLoop
{
    /// <summary>Microseconds an append, over <paramref name="count"/> of them.</summary>
    public static unsafe double Run(string path, int bytes, int count)
    {
        var descriptor = Native.Open(path, 0x42, 0x180);
        if (descriptor < 0)
            throw new InvalidOperationException($"{path} cannot be opened");
        var line = new byte[bytes];
        var began = Stopwatch.GetTimestamp();
        fixed (byte* from = line)
            for (var i = 0; i < count; i++)
                if (
                    Native.Write(descriptor, from, bytes, (long)i * bytes) != bytes
                    || Native.SyncData(descriptor) != 0
                )
                    throw new InvalidOperationException($"{path} cannot be written");
        var took = Stopwatch.GetElapsedTime(began).TotalMicroseconds / count;
        Native.Close(descriptor);
        File.Delete(path);
        return took;
    }
}
