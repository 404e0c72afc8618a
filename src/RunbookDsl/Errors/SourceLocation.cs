namespace RunbookDsl;

/// <summary>
/// A place in a script. The compiler gives the line; the column is found by the host, which can read the
/// file.
/// </summary>
/// <param name="File">Full path of the script; empty where the step was made by code without one.</param>
/// <param name="Line">Line, counted from 1.</param>
/// <param name="Verb">The verb that was called there, such as <c>Verify</c>.</param>
/// <param name="Hint">The verb's first argument as text, to tell two verbs of one line apart.</param>
public readonly record struct SourceLocation(string File, int Line, string Verb, string? Hint = null)
{
    /// <summary>Column counted from 1; 0 while nobody has looked it up.</summary>
    public int Column { get; init; }

    /// <summary><c>file.csx(12,5)</c>, or <c>file.csx(12)</c> without a column.</summary>
    public override string ToString() => Column > 0 ? $"{File}({Line},{Column})" : $"{File}({Line})";
}
