using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RunbookDsl.Lint;

/// <summary>Questions to the compiler about types and methods of the language.</summary>
internal static class Symbols
{
    /// <summary>Whether a type is, or derives from, the language's own type of that name.</summary>
    public static bool Derives(ITypeSymbol? type, string name)
    {
        for (var at = type; at is not null; at = at.BaseType)
            if (
                at.Name == name
                && at.ContainingNamespace
                    is { Name: "RunbookDsl", ContainingNamespace.IsGlobalNamespace: true }
            )
                return true;
        return false;
    }

    /// <summary>Whether an operation's type says something of its own about this member.</summary>
    public static bool Overrides(ITypeSymbol? type, string member)
    {
        for (var at = type; at is not null; at = at.BaseType)
        {
            if (at.Name is "Operation" or "Check" && at.ContainingNamespace?.Name == "RunbookDsl")
                return false;
            foreach (var own in at.GetMembers(member))
                if (own.IsOverride)
                    return true;
        }
        return false;
    }

    /// <summary>What a function of the script returns, when that is a single expression.</summary>
    public static ExpressionSyntax? BodyOf(ShapeLink link) =>
        Declared(link.Call, link.Model) switch
        {
            MethodDeclarationSyntax { ExpressionBody.Expression: { } body } => body,
            LocalFunctionStatementSyntax { ExpressionBody.Expression: { } body } => body,
            MethodDeclarationSyntax { Body.Statements: [ReturnStatementSyntax { Expression: { } body }] } =>
                body,
            LocalFunctionStatementSyntax
            {
                Body.Statements: [ReturnStatementSyntax { Expression: { } body }]
            } => body,
            _ => null,
        };

    /// <summary>The declaration of a called function, when the script holds it.</summary>
    public static SyntaxNode? Declared(InvocationExpressionSyntax call, SemanticModel model)
    {
        var info = model.GetSymbolInfo(call);
        var symbol = info.Symbol ?? info.CandidateSymbols.FirstOrDefault();
        return symbol is IMethodSymbol method
            ? method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax()
            : null;
    }
}
