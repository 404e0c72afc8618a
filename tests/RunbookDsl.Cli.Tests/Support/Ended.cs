namespace RunbookDsl.Cli.Tests;

/// <summary>How a process ended.</summary>
internal sealed record Ended(int ExitCode, string Output, string Error)
{
    public override string ToString() => $"exit code {ExitCode}\n--- output\n{Output}\n--- errors\n{Error}";
}
