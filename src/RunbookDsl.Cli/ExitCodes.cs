using RunbookDsl.Engine;

namespace RunbookDsl.Cli;

/// <summary>The exit codes; a contract with whoever starts runbooks from other programs.</summary>
internal static class ExitCodes
{
    public const int Done = 0;
    public const int Held = 1;
    public const int Usage = 2;
    public const int RolledBack = 3;
    public const int GuardRefused = 4;
    public const int Aborted = 10;
    public const int Bug = 70;
    public const int LostOutput = 73;
    public const int Journal = 74;
    public const int InDoubt = 75;
    public const int ScriptChanged = 76;

    public static int Of(RunResult result) => result.IsJournalFull ? Journal : Of(result.Status);

    private static int Of(RunStatus status) =>
        status switch
        {
            RunStatus.Done or RunStatus.Paused => Done,
            RunStatus.RolledBack => RolledBack,
            RunStatus.GuardRefused => GuardRefused,
            RunStatus.Aborted => Aborted,
            RunStatus.InDoubt => InDoubt,
            _ => Held,
        };
}
