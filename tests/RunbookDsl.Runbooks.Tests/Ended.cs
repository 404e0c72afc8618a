namespace RunbookDsl.Runbooks.Tests;

/// <summary>How a process ended; exit code -1 when it was killed.</summary>
internal sealed record Ended(int ExitCode, string Output, string Error)
{
    public bool WasKilled => ExitCode == -1;

    public override string ToString() => $"exit code {ExitCode}\n{Output}\n{Error}";
}
