namespace RunbookDsl.Engine;

/// <summary>A step that was begun and that a later script no longer has: its undo is in the
/// archive.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Sources">The script that has it: full paths with the names they are archived under.</param>
public sealed record RemovedStep(string Id, IReadOnlyList<KeyValuePair<string, string>> Sources);
