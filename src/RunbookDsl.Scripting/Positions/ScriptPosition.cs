namespace RunbookDsl.Scripting.Positions;

/// <summary>A place in a script's text.</summary>
/// <param name="File">Absolute path.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1; 0 when only the line is known.</param>
public sealed record ScriptPosition(string File, int Line, int Column)
{
    /// <summary><c>file.csx(12,5)</c>, or <c>file.csx(12)</c> without a column.</summary>
    public override string ToString() => Column > 0 ? $"{File}({Line},{Column})" : $"{File}({Line})";
}
