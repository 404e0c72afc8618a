namespace RunbookDsl.Testing;

/// <summary>One statement of a script.</summary>
/// <param name="Text">Without its semicolon.</param>
/// <param name="Start">Position of its first character in the script.</param>
/// <param name="End">Position behind its semicolon.</param>
internal readonly record struct SqlStatement(string Text, int Start, int End);
