using Microsoft.CodeAnalysis;

namespace RunbookDsl.LanguageServer;

/// <summary>Symbols as proposals: those of one name are one, and what nobody writes is left out.</summary>
internal static class SymbolProposals
{
    private static readonly HashSet<string> Everything =
    [
        "Equals",
        "GetHashCode",
        "GetType",
        "ToString",
        "ReferenceEquals",
        "Deconstruct",
        "MemberwiseClone",
        "Finalize",
    ];

    public static IEnumerable<Proposal> Of(IEnumerable<ISymbol> symbols, Func<ISymbol, int> rank) =>
        symbols.Where(IsWritten).GroupBy(s => (s.Name, Kind: KindOf(s))).Select(g => Of([.. g], rank));

    private static Proposal Of(ISymbol[] symbols, Func<ISymbol, int> rank)
    {
        var symbol = symbols[0];
        return new(symbol.Name, KindOf(symbol), Everything.Contains(symbol.Name) ? 90 : rank(symbol))
        {
            Symbols = symbols,
        };
    }

    private static bool IsWritten(ISymbol symbol) =>
        symbol.CanBeReferencedByName
        && !symbol.IsImplicitlyDeclared
        && symbol.Name.Length > 0
        && symbol.Name[0] != '<'
        && !symbol
            .GetAttributes()
            .Any(a =>
                a.AttributeClass?.Name == "EditorBrowsableAttribute"
                && a.ConstructorArguments is [{ Value: 1 }, ..]
            );

    private static int KindOf(ISymbol symbol) =>
        symbol switch
        {
            IMethodSymbol => Proposal.Method,
            IPropertySymbol => Proposal.Property,
            IFieldSymbol { ContainingType.TypeKind: TypeKind.Enum } => Proposal.EnumMember,
            IFieldSymbol { ContainingType.IsScriptClass: true } => Proposal.Variable,
            IFieldSymbol => Proposal.Field,
            INamespaceSymbol => Proposal.Module,
            INamedTypeSymbol { TypeKind: TypeKind.Interface } => Proposal.Interface,
            INamedTypeSymbol { TypeKind: TypeKind.Enum } => Proposal.Enum,
            INamedTypeSymbol { TypeKind: TypeKind.Struct } => Proposal.Struct,
            INamedTypeSymbol => Proposal.Class,
            _ => Proposal.Variable,
        };
}
