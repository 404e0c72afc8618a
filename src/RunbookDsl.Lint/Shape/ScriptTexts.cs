using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RunbookDsl.Lint;

/// <summary>Texts as they are written in a script; what is known at run time only is a placeholder.</summary>
internal static class ScriptTexts
{
    /// <summary>Stands for what the text of the script does not tell.</summary>
    public const string Unknown = "UNKNOWN";

    private const int MostDepth = 8;

    /// <summary>The text of an expression; null when it is no text that is written down.</summary>
    public static string? Of(ExpressionSyntax expression, SemanticModel model, int depth = 0)
    {
        if (depth > MostDepth)
            return null;
        if (model.GetConstantValue(expression) is { HasValue: true, Value: string constant })
            return constant;
        return expression switch
        {
            LiteralExpressionSyntax { Token.Value: string text } => text,
            ParenthesizedExpressionSyntax inner => Of(inner.Expression, model, depth + 1),
            InterpolatedStringExpressionSyntax holes => Filled(holes, model, depth + 1),
            BinaryExpressionSyntax sum when sum.IsKind(SyntaxKind.AddExpression) => Sum(
                sum,
                model,
                depth + 1
            ),
            IdentifierNameSyntax name => Variables.Initial(name, model) is { } initial
                ? Of(initial, model.Of(initial), depth + 1)
                : null,
            _ => null,
        };
    }

    /// <summary>The text, or the placeholder.</summary>
    public static string Word(ExpressionSyntax expression, SemanticModel model) =>
        Of(expression, model) ?? Unknown;

    /// <summary>The texts of a list that is written out, or of the one expression.</summary>
    public static IEnumerable<string> All(ExpressionSyntax expression, SemanticModel model) =>
        expression switch
        {
            CollectionExpressionSyntax list => list
                .Elements.OfType<ExpressionElementSyntax>()
                .Select(e => Word(e.Expression, model)),
            ImplicitArrayCreationExpressionSyntax array => array.Initializer.Expressions.Select(e =>
                Word(e, model)
            ),
            ArrayCreationExpressionSyntax { Initializer: { } filled } => filled.Expressions.Select(e =>
                Word(e, model)
            ),
            _ => [Word(expression, model)],
        };

    private static string Filled(InterpolatedStringExpressionSyntax text, SemanticModel model, int depth)
    {
        var filled = new StringBuilder();
        foreach (var part in text.Contents)
            filled.Append(
                part switch
                {
                    InterpolatedStringTextSyntax plain => plain.TextToken.ValueText,
                    InterpolationSyntax hole => Of(hole.Expression, model, depth) ?? Unknown,
                    _ => "",
                }
            );
        return filled.ToString();
    }

    private static string? Sum(BinaryExpressionSyntax sum, SemanticModel model, int depth)
    {
        var (left, right) = (Of(sum.Left, model, depth), Of(sum.Right, model, depth));
        return left is null && right is null ? null : (left ?? Unknown) + (right ?? Unknown);
    }
}
