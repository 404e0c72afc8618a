namespace RunbookDsl.Journal.Tests.Dummy;

/// <summary>The runtime's way to make a file durable, while the disk answers "input/output error".</summary>
internal static class FlushProbe
{
    internal static void Run(string path)
    {
        using var file = File.OpenHandle(path, FileMode.Create, FileAccess.Write);
        RandomAccess.Write(file, "x"u8, 0);
        Report("RandomAccess.FlushToDisk", () => RandomAccess.FlushToDisk(file));
        using var stream = new FileStream(path + ".2", FileMode.Create);
        stream.Write("x"u8);
        Report("FileStream.Flush(true)", () => stream.Flush(true));
    }

    private static void Report(string what, Action flush)
    {
        try
        {
            flush();
            Scenario.Say(what + " returned");
        }
        catch (IOException e)
        {
            Scenario.Say(what + " threw " + e.GetType().Name);
        }
    }
}
