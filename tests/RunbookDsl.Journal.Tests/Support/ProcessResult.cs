namespace RunbookDsl.Journal.Tests;

/// <summary>How a process ended, what it acknowledged, and the system calls it made.</summary>
internal sealed record ProcessResult(int ExitCode, string Output, string Error, string[] Trace)
{
    /// <summary>The last record the process was told is durable; 0 if none.</summary>
    internal long LastAcked =>
        Output
            .Split('\n')
            .Where(l => l.StartsWith("acked ", StringComparison.Ordinal))
            .Select(l => long.Parse(l[6..]))
            .LastOrDefault();

    internal bool Anchored => Output.Contains("anchored", StringComparison.Ordinal);

    internal int Count(string call) => Trace.Count(l => l.Contains($" {call}(", StringComparison.Ordinal));
}
