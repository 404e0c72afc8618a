namespace RunbookDsl.Hosts;

/// <summary>A project as it is after a change.</summary>
/// <param name="Running">Services that run.</param>
/// <param name="Down">Services of its file that do not.</param>
public sealed record ComposeResult(IReadOnlyList<string> Running, IReadOnlyList<string> Down);
