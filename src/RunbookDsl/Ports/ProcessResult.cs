namespace RunbookDsl;

/// <summary>What a program that has ended left.</summary>
/// <param name="ExitCode">Its exit code; 128 + n when signal n ended it.</param>
/// <param name="Output">The end of its standard output.</param>
/// <param name="Error">The end of its standard error.</param>
public sealed record ProcessResult(int ExitCode, string Output, string Error);
