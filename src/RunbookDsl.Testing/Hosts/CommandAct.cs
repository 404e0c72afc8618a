namespace RunbookDsl.Testing;

/// <summary>One thing that a scripted command does.</summary>
/// <param name="Kind">What.</param>
/// <param name="Text">What it writes, or the shell commands that change the machine.</param>
/// <param name="Time">How long it takes.</param>
public sealed record CommandAct(CommandActKind Kind, string Text, TimeSpan Time);
