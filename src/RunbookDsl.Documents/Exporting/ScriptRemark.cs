namespace RunbookDsl.Documents;

/// <summary>A comment of a script that is meant for readers: a title, or prose.</summary>
/// <param name="Line">Its first line, counted from 1.</param>
/// <param name="Text">Markdown; a title begins with <c>#</c>.</param>
internal sealed record ScriptRemark(int Line, string Text);
