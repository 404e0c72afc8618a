namespace RunbookDsl.Testing;

/// <summary>A script that the shell of a scripted machine cannot read or carry out.</summary>
internal sealed class ShellFault(string message) : Exception(message);
