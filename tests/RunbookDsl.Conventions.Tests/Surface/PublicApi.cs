using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace RunbookDsl.Conventions.Tests.Surface;

/// <summary>What an assembly promises: its public types and members, read from the metadata.</summary>
internal sealed class PublicApi
{
    private static readonly SymbolDisplayFormat Format = new(
        SymbolDisplayGlobalNamespaceStyle.Omitted,
        SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces,
        SymbolDisplayGenericsOptions.IncludeTypeParameters
            | SymbolDisplayGenericsOptions.IncludeTypeConstraints
            | SymbolDisplayGenericsOptions.IncludeVariance,
        SymbolDisplayMemberOptions.IncludeAccessibility
            | SymbolDisplayMemberOptions.IncludeExplicitInterface
            | SymbolDisplayMemberOptions.IncludeModifiers
            | SymbolDisplayMemberOptions.IncludeParameters
            | SymbolDisplayMemberOptions.IncludeRef
            | SymbolDisplayMemberOptions.IncludeConstantValue
            | SymbolDisplayMemberOptions.IncludeType,
        SymbolDisplayDelegateStyle.NameAndSignature,
        SymbolDisplayExtensionMethodStyle.StaticMethod,
        SymbolDisplayParameterOptions.IncludeDefaultValue
            | SymbolDisplayParameterOptions.IncludeExtensionThis
            | SymbolDisplayParameterOptions.IncludeName
            | SymbolDisplayParameterOptions.IncludeParamsRefOut
            | SymbolDisplayParameterOptions.IncludeType,
        SymbolDisplayPropertyStyle.ShowReadWriteDescriptor,
        SymbolDisplayLocalOptions.None,
        SymbolDisplayKindOptions.IncludeTypeKeyword,
        SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier
            | SymbolDisplayMiscellaneousOptions.UseSpecialTypes
            | SymbolDisplayMiscellaneousOptions.ExpandNullable
    );

    private static readonly SymbolDisplayFormat TypeFormat = Format.WithKindOptions(
        SymbolDisplayKindOptions.None
    );

    private readonly IAssemblySymbol _assembly;

    private PublicApi(IAssemblySymbol assembly) => _assembly = assembly;

    /// <summary>
    /// Public types, nested ones after the type that holds them, in the order of their names.
    /// </summary>
    public IEnumerable<INamedTypeSymbol> Types => InNamespace(_assembly.GlobalNamespace);

    public static PublicApi Of(BuiltAssembly assembly) =>
        Read(MetadataReference.CreateFromFile(assembly.Path), BuiltAssembly.All.Select(a => a.Path));

    /// <summary>The same for a planted source.</summary>
    public static PublicApi Of(string source)
    {
        var parse = new CSharpParseOptions(LanguageVersion.CSharp14, DocumentationMode.Parse);
        var compilation = Compilation([], [CSharpSyntaxTree.ParseText(source, parse)]);
        using var stream = new MemoryStream();
        var result = compilation.Emit(stream);
        if (!result.Success)
            throw new ArgumentException(string.Join('\n', result.Diagnostics), nameof(source));
        return Read(MetadataReference.CreateFromImage(stream.ToArray()), []);
    }

    /// <summary>
    /// Members an author may call or override; what the compiler adds by itself is left out.
    /// </summary>
    public static IEnumerable<ISymbol> Members(INamedTypeSymbol type) =>
        type.GetMembers()
            .Where(m => m is not INamedTypeSymbol && IsVisible(m) && !IsCompilersOwn(m))
            .OrderBy(m => m.ToDisplayString(Format), StringComparer.Ordinal);

    public string Print()
    {
        var lines = new List<string>();
        foreach (var type in Types)
        {
            lines.Add(Declaration(type));
            lines.AddRange(Members(type).Select(m => "    " + m.ToDisplayString(Format)));
            lines.Add("");
        }

        return lines.Count == 0 ? "(nothing public)\n" : string.Join('\n', lines);
    }

    private static PublicApi Read(PortableExecutableReference reference, IEnumerable<string> others)
    {
        var compilation = Compilation(
            [.. others.Select(o => MetadataReference.CreateFromFile(o)), reference],
            []
        );
        return new((IAssemblySymbol)compilation.GetAssemblyOrModuleSymbol(reference)!);
    }

    private static CSharpCompilation Compilation(
        IEnumerable<MetadataReference> references,
        IEnumerable<SyntaxTree> trees
    )
    {
        var platform = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Select(p => (MetadataReference)MetadataReference.CreateFromFile(p));
        var options = new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary,
            nullableContextOptions: NullableContextOptions.Enable
        );
        return CSharpCompilation.Create("Planted", trees, platform.Concat(references), options);
    }

    private static IEnumerable<INamedTypeSymbol> InNamespace(INamespaceSymbol space) =>
        space
            .GetTypeMembers()
            .Where(IsVisible)
            .OrderBy(t => t.ToDisplayString(TypeFormat), StringComparer.Ordinal)
            .SelectMany(WithNested)
            .Concat(
                space
                    .GetNamespaceMembers()
                    .OrderBy(n => n.Name, StringComparer.Ordinal)
                    .SelectMany(InNamespace)
            );

    private static IEnumerable<INamedTypeSymbol> WithNested(INamedTypeSymbol type) =>
        type.GetTypeMembers()
            .Where(t => IsVisible(t) && t.CanBeReferencedByName)
            .OrderBy(t => t.Name, StringComparer.Ordinal)
            .SelectMany(WithNested)
            .Prepend(type);

    private static string Declaration(INamedTypeSymbol type)
    {
        var kind = type switch
        {
            { TypeKind: TypeKind.Class, IsStatic: true } => "static ",
            { TypeKind: TypeKind.Class, IsAbstract: true } => "abstract ",
            { TypeKind: TypeKind.Class, IsSealed: true } => "sealed ",
            { TypeKind: TypeKind.Struct, IsReadOnly: true } => "readonly ",
            _ => "",
        };
        var bases = type
            .Interfaces.Select(i => i.ToDisplayString(TypeFormat))
            .Order(StringComparer.Ordinal)
            .ToList();
        if (
            type is
            { TypeKind: TypeKind.Class, BaseType: { SpecialType: not SpecialType.System_Object } parent }
        )
            bases.Insert(0, parent.ToDisplayString(TypeFormat));
        var tail =
            type.TypeKind is TypeKind.Enum or TypeKind.Delegate || bases.Count == 0
                ? ""
                : " : " + string.Join(", ", bases);
        return $"public {kind}{type.ToDisplayString(Format)}{tail}";
    }

    private static bool IsVisible(ISymbol symbol) =>
        symbol.DeclaredAccessibility
            is Accessibility.Public
                or Accessibility.Protected
                or Accessibility.ProtectedOrInternal;

    private static bool IsCompilersOwn(ISymbol member) =>
        member
            is IMethodSymbol
            {
                MethodKind: not (
                    MethodKind.Ordinary
                    or MethodKind.Constructor
                    or MethodKind.Conversion
                    or MethodKind.UserDefinedOperator
                )
            }
        || (member is IFieldSymbol { AssociatedSymbol: not null } or IFieldSymbol { Name: "value__" })
        || member.GetAttributes().Any(a => a.AttributeClass?.Name == "CompilerGeneratedAttribute")
        || member is IMethodSymbol { IsImplicitlyDeclared: true };
}
