namespace RunbookDsl.Testing;

/// <summary>What a command reads from and writes to.</summary>
internal sealed record ShellStreams(Stream In, HostOutput Out, HostOutput Error);
