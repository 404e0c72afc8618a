using Microsoft.CodeAnalysis;

namespace RunbookDsl.Scripting.Compiler;

/// <summary>How a symbol is written for people: as in code, without what the compiler fills in.</summary>
public static class SymbolText
{
    private static readonly SymbolDisplayFormat Short = new(
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes
            | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier
    );

    /// <summary>A type as an author writes it.</summary>
    public static string Of(ITypeSymbol type) => type.ToDisplayString(Short);

    /// <summary>One line: kind of thing where it helps, type, name, parameters.</summary>
    public static string Of(ISymbol symbol) =>
        symbol switch
        {
            IMethodSymbol { MethodKind: MethodKind.Constructor } made =>
                $"new {Of(made.ContainingType)}({Parameters(made.Parameters)})",
            IMethodSymbol method =>
                $"{Of(method.ReturnType)} {Owner(method)}{Name(method)}({Parameters(method.Parameters)})",
            IPropertySymbol { IsIndexer: true } indexer =>
                $"{Of(indexer.Type)} {Of(indexer.ContainingType)}[{Parameters(indexer.Parameters)}]",
            IPropertySymbol property => $"{Of(property.Type)} {Owner(property)}{property.Name}",
            IFieldSymbol { ContainingType.TypeKind: TypeKind.Enum } member =>
                $"{Of(member.ContainingType)}.{member.Name}",
            IFieldSymbol field => $"{Of(field.Type)} {Owner(field)}{field.Name}",
            ILocalSymbol local => $"{Of(local.Type)} {local.Name}",
            IParameterSymbol parameter => $"(parameter) {Of(parameter.Type)} {parameter.Name}",
            INamedTypeSymbol { TypeKind: TypeKind.Delegate, DelegateInvokeMethod: { } invoke } type =>
                $"delegate {Of(invoke.ReturnType)} {Of(type)}({Parameters(invoke.Parameters)})",
            INamedTypeSymbol type => $"{KindOf(type)} {Of(type)}",
            INamespaceSymbol space => $"namespace {space.ToDisplayString()}",
            _ => symbol.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat),
        };

    /// <summary>The parameters an author gives.</summary>
    public static IEnumerable<IParameterSymbol> Given(IEnumerable<IParameterSymbol> parameters) =>
        parameters.Where(p =>
            !p.GetAttributes()
                .Any(a =>
                    a.AttributeClass is { Name: var name }
                    && name.StartsWith("Caller", StringComparison.Ordinal)
                )
        );

    /// <summary>A parameter with its type, and with its default value where that is asked for.</summary>
    public static string Of(IParameterSymbol parameter, bool withDefault)
    {
        var text = $"{(parameter.IsParams ? "params " : "")}{Of(parameter.Type)} {parameter.Name}";
        return withDefault && parameter.HasExplicitDefaultValue
            ? $"{text} = {Value(parameter.ExplicitDefaultValue)}"
            : text;
    }

    /// <summary>Whether it is written after what it extends.</summary>
    public static bool IsExtension(ISymbol symbol) =>
        symbol is IMethodSymbol { ReducedFrom: not null } or IMethodSymbol { IsExtensionMethod: true }
        || symbol.ContainingType is { IsExtension: true };

    private static string Parameters(IEnumerable<IParameterSymbol> parameters) =>
        string.Join(", ", Given(parameters).Select(p => Of(p, withDefault: true)));

    private static string Name(IMethodSymbol method) =>
        method.TypeParameters.IsEmpty
            ? method.Name
            : $"{method.Name}<{string.Join(", ", method.TypeArguments.Select(Of))}>";

    // A verb is said without its class, and so is what the script declares itself.
    private static string Owner(ISymbol symbol) =>
        symbol.ContainingType is { IsScriptClass: false, IsImplicitClass: false } type
        && !type.Name.EndsWith("Verbs", StringComparison.Ordinal)
        && !IsExtension(symbol)
            ? Of(type) + "."
            : "";

    private static string KindOf(INamedTypeSymbol type) =>
        type switch
        {
            { TypeKind: TypeKind.Enum } => "enum",
            { TypeKind: TypeKind.Interface } => "interface",
            { TypeKind: TypeKind.Struct, IsRecord: true } => "record struct",
            { TypeKind: TypeKind.Struct } => "struct",
            { IsRecord: true } => "record",
            { IsStatic: true } => "static class",
            _ => "class",
        };

    private static string Value(object? value) =>
        value switch
        {
            null => "default",
            string text => $"\"{text}\"",
            bool truth => truth ? "true" : "false",
            IFormattable number => number.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
            _ => value.ToString() ?? "",
        };
}
