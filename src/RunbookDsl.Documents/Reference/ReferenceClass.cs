namespace RunbookDsl.Documents;

/// <summary>A class of the reference with all that is found under it.</summary>
/// <param name="Name">Its name without type parameters; two that differ only in them are one.</param>
/// <param name="Kind">What it is to an author.</param>
/// <param name="Package">The assembly it is in.</param>
/// <param name="Declaration">How it is declared, a line for each type of this name.</param>
/// <param name="Text">What is said about it, as Markdown.</param>
/// <param name="Members">What is found under it, by name.</param>
public sealed record ReferenceClass(
    string Name,
    ReferenceKind Kind,
    string Package,
    string Declaration,
    string Text,
    IReadOnlyList<ReferenceMember> Members
)
{
    /// <summary>The first sentence of what is said about it.</summary>
    public string Short => Sentences.First(Text);
}
