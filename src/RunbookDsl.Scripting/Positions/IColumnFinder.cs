namespace RunbookDsl.Scripting.Positions;

/// <summary>Completes a place of which the compiler only told the line.</summary>
public interface IColumnFinder
{
    /// <summary>
    /// The same place with the column of its verb; unchanged when the file cannot be read or the verb is not
    /// on that line.
    /// </summary>
    /// <param name="where">File, line, verb and, to tell two verbs of one line apart, its first
    /// argument.</param>
    SourceLocation Locate(SourceLocation where);
}
