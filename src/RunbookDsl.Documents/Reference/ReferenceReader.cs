using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using RunbookDsl.Scripting;
using RunbookDsl.Scripting.Compiler;
using RunbookDsl.Scripting.Compiling;

namespace RunbookDsl.Documents;

/// <summary>Makes the reference of the symbols that an empty script sees.</summary>
internal static class ReferenceReader
{
    // A step has one page, however many types its verbs are spread over.
    private static readonly Dictionary<string, string> Pages = new(StringComparer.Ordinal)
    {
        ["StepDraft"] = "Step",
        ["StepVerbs"] = "Step",
        ["StepBuilder"] = "Step",
        ["RunbookBuilder"] = "Runbook",
    };

    public static Reference Read(ScriptHostOptions options, CancellationToken cancellation)
    {
        var path = Path.Combine(options.WorkingDirectory, "reference.csx");
        var request = CompileRequest.For(path, options, ScriptProfile.Runbook);
        var empty = new Dictionary<string, SourceText> { [request.Path] = SourceText.From("") };
        var compilation = ScriptAnalysis.Of(request, empty, new MetadataShelf(), cancellation).Compilation;
        var names = options.SharedAssemblies.Select(Path.GetFileNameWithoutExtension).ToHashSet();
        var found = new Dictionary<string, List<(INamedTypeSymbol Type, ISymbol? Member)>>();
        foreach (var assembly in compilation.SourceModule.ReferencedAssemblySymbols)
            if (names.Contains(assembly.Name))
                foreach (var type in Types(assembly.GlobalNamespace))
                    Sort(type, found);
        var teller = new MemberTeller(compilation);
        var classes = found.Select(f => Class(f.Key, f.Value, teller)).ToList();
        var makers = classes.Where(c => c.Kind == ReferenceKind.Operations).Select(c => c.Name).ToHashSet();
        foreach (var (name, all) in found)
            if (all.Exists(a => a.Member is not null && GivesMaker(a.Member, makers)))
                makers.Add(name);
        return new([
            .. classes
                .Select(c =>
                    c.Kind == ReferenceKind.Value && makers.Contains(c.Name)
                        ? c with
                        {
                            Kind = ReferenceKind.Operations,
                        }
                        : c
                )
                .OrderBy(c => c.Kind)
                .ThenBy(c => c.Name == Reference.WordsClass ? 0 : 1)
                .ThenBy(c => c.Name, StringComparer.OrdinalIgnoreCase),
        ]);
    }

    // Ssh.Host gives a machine, whose verbs give operations: a way to them like any other.
    private static bool GivesMaker(ISymbol member, HashSet<string> makers) =>
        member is IMethodSymbol { IsStatic: true, ReturnType: INamedTypeSymbol given }
        && makers.Contains(PageOf(given));

    /// <summary>The page of a type: its name, or the one that its verbs are looked for under.</summary>
    public static string PageOf(INamedTypeSymbol type)
    {
        var name = type.ContainingType is { IsExtension: false } outer
            ? $"{PageOf(outer)}.{type.Name}"
            : type.Name;
        return Pages.GetValueOrDefault(name, name);
    }

    private static IEnumerable<INamedTypeSymbol> Types(INamespaceOrTypeSymbol of) =>
        of.GetMembers()
            .SelectMany(member =>
                member switch
                {
                    INamespaceSymbol inner => Types(inner),
                    INamedTypeSymbol
                    {
                        DeclaredAccessibility: Accessibility.Public,
                        IsExtension: false
                    } type => [type, .. Types(type)],
                    _ => [],
                }
            );

    private static void Sort(
        INamedTypeSymbol type,
        Dictionary<string, List<(INamedTypeSymbol Type, ISymbol? Member)>> found
    )
    {
        var members = Members(type)
            .Concat(type.GetTypeMembers().Where(t => t.IsExtension).SelectMany(Members));
        var isOwn = false;
        foreach (var member in members)
        {
            var page = Extended(member) is { } extended ? PageOf(extended) : null;
            var isMoved = page is not null && Pages.ContainsValue(page);
            isOwn |= !isMoved;
            Of(isMoved ? page! : PageOf(type)).Add((type, member));
        }
        if (isOwn || !type.IsStatic)
            Of(PageOf(type)).Add((type, null));

        List<(INamedTypeSymbol Type, ISymbol? Member)> Of(string page) =>
            found.TryGetValue(page, out var known) ? known : found[page] = [];
    }

    private static ITypeSymbol? ExtendedType(ISymbol member) =>
        member switch
        {
            IMethodSymbol { IsExtensionMethod: true, Parameters: [var self, ..] } => self.Type,
            { ContainingType: { IsExtension: true, ExtensionParameter: { } self } } => self.Type,
            _ => null,
        };

    private static INamedTypeSymbol? Extended(ISymbol member) => ExtendedType(member) as INamedTypeSymbol;

    // What the compiler writes for records and what overrides the contract of operations is no news.
    private static IEnumerable<ISymbol> Members(INamedTypeSymbol type) =>
        type.GetMembers()
            .Where(m =>
                m
                    is {
                        DeclaredAccessibility: Accessibility.Public,
                        IsImplicitlyDeclared: false,
                        IsOverride: false
                    }
                && m switch
                {
                    IMethodSymbol method => method.MethodKind == MethodKind.Ordinary && !IsMade(method, type),
                    IPropertySymbol property => property.Name != "EqualityContract",
                    IFieldSymbol field => field.Name != "value__",
                    _ => false,
                }
            );

    private static bool IsMade(IMethodSymbol method, INamedTypeSymbol type) =>
        method.Name is "Equals" or "GetHashCode" or "ToString" or "Deconstruct" or "PrintMembers"
        || method.Name.Contains('<', StringComparison.Ordinal)
        || method.Name.Contains('_', StringComparison.Ordinal)
        || (type.TypeKind == TypeKind.Struct && method.Name == "CompareTo");

    private static ReferenceClass Class(
        string name,
        List<(INamedTypeSymbol Type, ISymbol? Member)> all,
        MemberTeller teller
    )
    {
        var types = all.Where(a => a.Member is null).Select(a => a.Type).ToList();
        var members = all.Where(a => a.Member is not null)
            .Select(a => teller.Tell(a.Member!, name))
            .OrderBy(m => m.Name, StringComparer.OrdinalIgnoreCase)
            .ThenBy(m => m.Signature, StringComparer.Ordinal)
            .ToList();
        var kind =
            name is Reference.WordsClass || Pages.ContainsValue(name) ? ReferenceKind.Words
            : types.Exists(t => OperationBook.OperationOf(t) is not null) ? ReferenceKind.Settings
            : members.Exists(m => m.Makes is not null) ? ReferenceKind.Operations
            : ReferenceKind.Value;
        return new(
            name,
            kind,
            (types.Count > 0 ? types[0] : all[0].Type).ContainingAssembly.Name,
            string.Join('\n', types.Select(SymbolText.Of).Distinct()),
            string.Join("\n\n", types.Select(teller.Said).Where(t => t.Length > 0).Distinct()),
            members
        );
    }
}
