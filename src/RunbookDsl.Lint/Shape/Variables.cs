using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RunbookDsl.Lint;

/// <summary>What a script's names stand for.</summary>
internal static class Variables
{
    /// <summary>What a variable was given where it is declared; null when not in the script.</summary>
    public static ExpressionSyntax? Initial(IdentifierNameSyntax name, SemanticModel model) =>
        model.GetSymbolInfo(name).Symbol is { } symbol
        && symbol.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is VariableDeclaratorSyntax declared
            ? declared.Initializer?.Value
            : null;

    /// <summary>What the compiler knows about the file of a node, whichever it is.</summary>
    public static SemanticModel Of(this SemanticModel model, SyntaxNode node) =>
        node.SyntaxTree == model.SyntaxTree ? model : model.Compilation.GetSemanticModel(node.SyntaxTree);

    /// <summary>
    /// The variable that an expression begins with, back to the one that was made first: <c>web</c> for
    /// <c>nginx.Reload()</c> after <c>var nginx = web.Nginx()</c>. Null for what has none.
    /// </summary>
    public static ISymbol? Root(ExpressionSyntax? expression, SemanticModel model)
    {
        for (var depth = 0; depth < 32 && expression is not null; depth++)
        {
            model = model.Of(expression);
            switch (expression)
            {
                case InvocationExpressionSyntax call:
                    expression = call.Expression;
                    break;
                case MemberAccessExpressionSyntax access:
                    expression = access.Expression;
                    break;
                case ParenthesizedExpressionSyntax inner:
                    expression = inner.Expression;
                    break;
                case IdentifierNameSyntax name:
                    var symbol = model.GetSymbolInfo(name).Symbol;
                    if (symbol is null or INamedTypeSymbol or IMethodSymbol or INamespaceSymbol)
                        return null;
                    if (
                        Initial(name, model) is not { } initial
                        || Root(initial, model.Of(initial)) is not { } deeper
                    )
                        return symbol;
                    return deeper;
                default:
                    return null;
            }
        }
        return null;
    }

    /// <summary>The variable an expression is; null for anything else.</summary>
    public static ISymbol? Symbol(ExpressionSyntax? expression, SemanticModel model) =>
        expression is IdentifierNameSyntax name ? model.Of(name).GetSymbolInfo(name).Symbol : null;
}
