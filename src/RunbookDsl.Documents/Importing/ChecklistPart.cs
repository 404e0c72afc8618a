namespace RunbookDsl.Documents;

/// <summary>One thing that a checklist says, in its order.</summary>
internal abstract record ChecklistPart
{
    /// <summary>A title between the items.</summary>
    public sealed record Heading(int Level, string Text) : ChecklistPart;

    /// <summary>What is only read.</summary>
    public sealed record Prose(string Text) : ChecklistPart;

    /// <summary>What somebody does.</summary>
    /// <param name="Name">A short name for it; not unique.</param>
    /// <param name="Text">All of it, as it is written.</param>
    /// <param name="Commands">Lines of its code, as they are written.</param>
    public sealed record Item(string Name, string Text, IReadOnlyList<string> Commands) : ChecklistPart;
}
