using System.Diagnostics;

namespace RunbookDsl.Journal.Tests.Dummy;

/// <summary>A runner that starts a long native tool and is killed while it works.</summary>
internal static class AliveProbe
{
    internal static void Run(string runLocation)
    {
        using var attempt = AttemptLock.Open(runLocation);
        if (!attempt.TryTake())
            throw new JournalException("The attempt lock is taken.");
        using var tool = Process.Start(new ProcessStartInfo("sleep") { ArgumentList = { "600" } })!;
        Scenario.Say($"tool {tool.Id}");
        Console.In.ReadLine();
    }
}
