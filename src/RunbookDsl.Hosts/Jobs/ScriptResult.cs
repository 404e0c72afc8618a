namespace RunbookDsl.Hosts;

/// <summary>What a script on a host left.</summary>
/// <param name="Unit">The transient unit it ran as; <c>journalctl -u</c> has all of its output.</param>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">The end of its output, both streams.</param>
public sealed record ScriptResult(string Unit, int ExitCode, string Output);
