namespace RunbookDsl.Crash.Tests;

/// <summary>How a process ended, what it printed, and the system calls that were watched.</summary>
internal sealed record Ended(int ExitCode, string Output, string Error, IReadOnlyList<string> Trace)
{
    public bool WasKilled => ExitCode == 137;

    public override string ToString() => $"exit {ExitCode}\n{Output}\n{Error}";
}
