namespace RunbookDsl.Hosts;

/// <summary>Where a log ended at one moment.</summary>
/// <param name="Log">Which log it is.</param>
/// <param name="Cursor">The journal's own cursor; of a file its inode, its size, and how it begins.</param>
/// <param name="Kinds">Kinds of errors that were known by then, at most 100.</param>
public sealed record LogMark(string Log, string Cursor, IReadOnlyList<string> Kinds)
{
    /// <summary><c>journal of shop.service on web-1, 2 kinds of errors before</c>.</summary>
    public override string ToString() => $"{Log}, {Kinds.Count} kinds of errors before";
}
