using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RunbookDsl.Lint;

/// <summary>One call of a chain such as <c>Pg.Dump(db, "backups").Jobs(2)</c>.</summary>
/// <param name="Name">The method's name.</param>
/// <param name="Owner">The simple name of its type; empty when the compiler does not know it.</param>
/// <param name="Call">The call.</param>
/// <param name="Model">What the compiler knows about its file.</param>
internal sealed record ShapeLink(
    string Name,
    string Owner,
    InvocationExpressionSyntax Call,
    SemanticModel Model
)
{
    public SeparatedSyntaxList<ArgumentSyntax> Arguments => Call.ArgumentList.Arguments;

    /// <summary>The argument of this name, or else the one at this position that has no name.</summary>
    public ExpressionSyntax? Argument(int position, string? name = null)
    {
        foreach (var argument in Arguments)
            if (name is not null && argument.NameColon?.Name.Identifier.ValueText == name)
                return argument.Expression;
        return position >= 0 && position < Arguments.Count && Arguments[position].NameColon is null
            ? Arguments[position].Expression
            : null;
    }

    /// <summary>The text of an argument, as far as it is written in the script.</summary>
    public string? Text(int position, string? name = null) =>
        Argument(position, name) is { } argument ? ScriptTexts.Of(argument, Model) : null;

    /// <summary>The texts of all arguments from this one on.</summary>
    public List<string> Texts(int from)
    {
        var texts = new List<string>();
        for (var i = from; i < Arguments.Count; i++)
            texts.AddRange(ScriptTexts.All(Arguments[i].Expression, Model));
        return texts;
    }
}
