using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RunbookDsl.Scripting.Compiler;

/// <summary>
/// What is known of operations: from the text of those that scripts declare, from the compiled bodies of
/// those in assemblies. Nothing is ever made or called.
/// </summary>
public sealed class OperationBook
{
    private readonly ConcurrentDictionary<string, AssemblyBodies> _bodies = new(StringComparer.Ordinal);

    /// <summary>The operation behind a type: itself, or the one a step of that type does.</summary>
    public static INamedTypeSymbol? OperationOf(ITypeSymbol? type)
    {
        for (var t = type as INamedTypeSymbol; t is not null; t = t.BaseType)
            if (t is { Name: "Operation", ContainingNamespace.Name: "RunbookDsl" })
                return type as INamedTypeSymbol;
        return null;
    }

    /// <summary>The type whose operation a symbol stands for; null when it stands for none.</summary>
    public static INamedTypeSymbol? OperationOf(ISymbol? symbol) =>
        symbol switch
        {
            IMethodSymbol { MethodKind: MethodKind.Constructor } made => OperationOf(made.ContainingType),
            IMethodSymbol method => OperationOf(method.ReturnType),
            IPropertySymbol property => OperationOf(property.Type),
            IFieldSymbol field => OperationOf(field.Type),
            ILocalSymbol local => OperationOf(local.Type),
            IParameterSymbol parameter => OperationOf(parameter.Type),
            INamedTypeSymbol type => OperationOf(type),
            _ => null,
        };

    /// <summary>What an operation says about itself; null for a type that is only a base of some.</summary>
    public OperationFacts? FactsOf(INamedTypeSymbol operation, Compilation compilation)
    {
        if (operation is { Name: "Operation", ContainingNamespace.Name: "RunbookDsl" })
            return null;
        return new(
            Said(operation, "Effect", compilation),
            Said(operation, "Description", compilation),
            Said(operation, "Verification", compilation),
            Said(operation, "UndoDescription", compilation),
            Has(operation, "ProbeAsync") ? Tells(operation, compilation) : false,
            Said(operation, "Warning", compilation)
        );
    }

    private static bool Has(INamedTypeSymbol operation, string member)
    {
        for (var t = operation; t is not null && !IsLanguage(t); t = t.BaseType)
            if (t.GetMembers(member).Any(m => m.IsOverride && !m.IsAbstract))
                return true;
        return false;
    }

    private bool? Tells(INamedTypeSymbol operation, Compilation compilation) =>
        Said(operation, "CanTell", compilation) switch
        {
            "true" => true,
            "false" => false,
            _ => null,
        };

    private string? Said(INamedTypeSymbol operation, string property, Compilation compilation)
    {
        for (var t = operation; t is not null; t = t.BaseType)
            if (
                t.GetMembers(property).OfType<IPropertySymbol>().FirstOrDefault(p => !p.IsAbstract) is
                { GetMethod: { } getter } found
            )
                return found.DeclaringSyntaxReferences is [var source, ..]
                    ? Written(source.GetSyntax())
                    : Compiled(t.OriginalDefinition, getter.OriginalDefinition, property, compilation);
        return null;
    }

    private string? Compiled(
        INamedTypeSymbol type,
        IMethodSymbol getter,
        string property,
        Compilation compilation
    )
    {
        if (
            compilation.GetMetadataReference(type.ContainingAssembly)
            is not PortableExecutableReference { FilePath: { } path }
        )
            return null;
        var body = _bodies.GetOrAdd(path, p => new AssemblyBodies(p)).Of(getter.MetadataToken);
        return property switch
        {
            "Effect" => body?.Number is { } number ? EffectName(type, number) : null,
            "CanTell" => body?.Number switch
            {
                0 => "false",
                1 => "true",
                _ => null,
            },
            _ => body?.Text,
        };
    }

    private static string? EffectName(INamedTypeSymbol type, int number)
    {
        for (var t = type; t is not null; t = t.BaseType)
            if (t.GetMembers("Effect").FirstOrDefault() is IPropertySymbol { Type: INamedTypeSymbol effects })
                return effects
                    .GetMembers()
                    .OfType<IFieldSymbol>()
                    .FirstOrDefault(f => Equals(f.ConstantValue, number))
                    ?.Name;
        return null;
    }

    // public override EffectClass Effect => EffectClass.Convergent;
    private static string? Written(SyntaxNode declaration)
    {
        var said = declaration switch
        {
            PropertyDeclarationSyntax { ExpressionBody.Expression: var expression } => expression,
            PropertyDeclarationSyntax { Initializer.Value: var value } => value,
            _ => null,
        };
        return said switch
        {
            MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
            LiteralExpressionSyntax literal when literal.IsKind(SyntaxKind.NullLiteralExpression) => null,
            LiteralExpressionSyntax literal => literal.Token.Value as string ?? literal.Token.Text,
            InterpolatedStringExpressionSyntax text => string.Concat(
                text.Contents.Select(c =>
                    c is InterpolationSyntax hole ? $"{{{hole.Expression}}}" : c.ToString()
                )
            ),
            _ => null,
        };
    }

    private static bool IsLanguage(INamedTypeSymbol type) =>
        type is { Name: "Operation" or "Check", ContainingNamespace.Name: "RunbookDsl" };
}
