using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RunbookDsl.Scripting.Compiler.Codes;

/// <summary>The type of a step's result in few characters: its name and a hash of what it is made
/// of.</summary>
internal static class ResultSchema
{
    private const int Digits = 8;

    /// <summary>Null for a step without a result worth keeping.</summary>
    public static string? Of(InvocationExpressionSyntax call, CodeIndex index)
    {
        var model = index.ModelOf(call.SyntaxTree);
        var type =
            StepVerbs.NameOf(call)!.Identifier.ValueText == "ProvedBy"
                ? (model.GetSymbolInfo(call).Symbol as IMethodSymbol)?.TypeArguments.FirstOrDefault()
                : ResultOf(model.GetTypeInfo(Chain(call)).Type);
        if (type is null || type.Name == "Unit")
            return null;
        var name = type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);
        var schema = new StringBuilder();
        Append(schema, type, []);
        return $"{name}#{CodeTokens.Hash(schema.ToString())[..Digits]}";
    }

    private static ITypeSymbol? ResultOf(ITypeSymbol? type)
    {
        for (var t = type as INamedTypeSymbol; t is not null; t = t.BaseType)
            if (t is { Name: "StepBuilder", TypeArguments: [var result] })
                return result;
        return null;
    }

    private static InvocationExpressionSyntax Chain(InvocationExpressionSyntax call)
    {
        while (call.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax outer })
            call = outer;
        return call;
    }

    // The script's own types by their members; those of others by their names.
    private static void Append(StringBuilder text, ITypeSymbol type, HashSet<ITypeSymbol> open)
    {
        text.Append(type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat)).Append('{');
        if (type is IArrayTypeSymbol array)
            Append(text, array.ElementType, open);
        if (type is INamedTypeSymbol { IsGenericType: true } generic)
            foreach (var argument in generic.TypeArguments)
                Append(text, argument, open);
        if (!type.DeclaringSyntaxReferences.IsEmpty && open.Add(type))
            foreach (var member in Members(type))
            {
                text.Append(member.Name).Append(':');
                Append(text, member is IPropertySymbol p ? p.Type : ((IFieldSymbol)member).Type, open);
                text.Append(';');
            }
        text.Append('}');
    }

    private static IEnumerable<ISymbol> Members(ITypeSymbol type) =>
        type.GetMembers()
            .Where(m =>
                m is IPropertySymbol { IsStatic: false, IsIndexer: false } or IFieldSymbol { IsStatic: false }
                && m.DeclaredAccessibility == Accessibility.Public
            )
            .OrderBy(m => m.Name, StringComparer.Ordinal);
}
