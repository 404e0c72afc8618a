namespace RunbookDsl.Hosts;

/// <summary>Threads for calls that block: kept off the pool, whose threads a busy run needs itself.</summary>
internal static class SmallThread
{
    private const int StackBytes = 256 * 1024;

    public static void Start(Action body, string name) =>
        new Thread(() => body(), StackBytes) { IsBackground = true, Name = name }.Start();
}
