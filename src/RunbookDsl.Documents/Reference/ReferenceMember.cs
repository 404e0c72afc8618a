using RunbookDsl.Scripting.Compiler;

namespace RunbookDsl.Documents;

/// <summary>One verb, operation or property: an overload each.</summary>
/// <param name="Owner">The class it is found under, such as <c>Pg</c>.</param>
/// <param name="Name">Its name, such as <c>Dump</c>.</param>
/// <param name="Signature">As it is written in code.</param>
/// <param name="Summary">What it is for, as Markdown; empty when nothing is said.</param>
/// <param name="Text">All that is said about it, the effect of an operation included, as Markdown.</param>
public sealed record ReferenceMember(string Owner, string Name, string Signature, string Summary, string Text)
{
    /// <summary>The name an author looks for: <c>Pg.Dump</c>, or <c>Step</c> for a word.</summary>
    public string FullName => Owner == Reference.WordsClass ? Name : $"{Owner}.{Name}";

    /// <summary>The parameters an author gives, with what is said of each.</summary>
    public IReadOnlyList<(string Name, string Type, string Text)> Parameters { get; init; } = [];

    /// <summary>What else is to be known, as Markdown.</summary>
    public string Remarks { get; init; } = "";

    /// <summary>What the operation says about itself; null when it makes none.</summary>
    public OperationFacts? Facts { get; init; }

    /// <summary>The class of the operation that it makes; null when it makes none.</summary>
    public string? Makes { get; init; }

    /// <summary>The effect class in words; null when it makes no operation.</summary>
    public string? Effect => Facts?.EffectWords;
}
