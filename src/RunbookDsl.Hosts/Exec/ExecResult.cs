namespace RunbookDsl.Hosts;

/// <summary>
/// What a program of the operator's machine left. Journaled with the step, so that later steps may read it.
/// </summary>
/// <param name="ExitCode">Its exit code, one of the accepted ones.</param>
/// <param name="Output">The last 64 KiB of its standard output.</param>
/// <param name="Error">The last 64 KiB of its standard error.</param>
public sealed record ExecResult(int ExitCode, string Output, string Error);
