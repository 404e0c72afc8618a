using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RunbookDsl.Scripting.Compiler.Codes;

/// <summary>Which piece of code refers to which, found only as far as somebody asks.</summary>
/// <param name="index">What the sources declare.</param>
/// <param name="foreign">Assemblies that the script brought, by simple name, with their versions.</param>
internal sealed class CodeGraph(CodeIndex index, IReadOnlyDictionary<string, string> foreign)
{
    private readonly Dictionary<ISymbol, CodePiece> _pieces = new(SymbolEqualityComparer.Default);
    private readonly CodeSurroundings _surroundings = new(index);

    /// <summary>The hash of a piece and of everything it refers to, directly or through others.</summary>
    public string HashOf(CodePiece root)
    {
        var seen = new HashSet<CodePiece> { root };
        var open = new Stack<CodePiece>(seen);
        var parts = new SortedSet<string>(StringComparer.Ordinal);
        while (open.TryPop(out var piece))
        {
            parts.Add(piece.Own ??= piece.Hash());
            foreach (var used in piece.Uses ??= UsedBy(piece))
                if (seen.Add(used))
                    open.Push(used);
            parts.UnionWith(piece.Assemblies);
        }
        return CodeTokens.Hash(root.Own + "\n\n" + string.Join('\n', parts));
    }

    /// <summary>A step: its statement, what is said about it later, and all that stands around it.</summary>
    public CodePiece StepAt(InvocationExpressionSyntax call)
    {
        var piece = new CodePiece();
        var statement = StatementOf(call);
        piece.Add((statement.Parent as VariableDeclarationSyntax)?.Type);
        piece.Add(statement);
        if (statement is VariableDeclaratorSyntax or LocalDeclarationStatementSyntax)
            foreach (var declarator in statement.DescendantNodesAndSelf().OfType<VariableDeclaratorSyntax>())
                if (declarator.Initializer?.Span.Contains(call.Span) == true)
                    AddWrites(piece, index.DeclaredBy(declarator));
        foreach (var node in piece.Nodes)
            piece.Except(StepVerbs.NamesIn(node));
        _surroundings.Add(piece, statement);
        return piece;
    }

    /// <summary>The statement that a call stands in; inside a lambda without one, the lambda's
    /// body.</summary>
    public static SyntaxNode StatementOf(SyntaxNode call)
    {
        var node = call;
        while (
            node is not (StatementSyntax or VariableDeclaratorSyntax)
            && node.Parent is { } parent
            && parent is not (AnonymousFunctionExpressionSyntax or ArrowExpressionClauseSyntax)
        )
            node = parent;
        return node;
    }

    private List<CodePiece> UsedBy(CodePiece piece)
    {
        var used = new List<CodePiece>();
        // A list: what is found adds no nodes to this piece.
        foreach (var node in piece.Nodes)
        foreach (var name in node.DescendantNodesAndSelf().OfType<SimpleNameSyntax>())
        {
            var isDeclared = index.IsDeclared(name.Identifier.ValueText);
            if ((!isDeclared && foreign.Count == 0) || piece.Leaves(name.Span))
                continue;
            foreach (var symbol in index.SymbolsOf(name))
                if (isDeclared && PieceOf(symbol, piece) is { } found)
                    used.Add(found);
                else if (ForeignOf(symbol) is { } assembly)
                    piece.Assemblies.Add(assembly);
        }
        return used;
    }

    private string? ForeignOf(ISymbol symbol) =>
        symbol.ContainingAssembly is { Name: var name } && foreign.TryGetValue(name, out var version)
            ? $"{name} {version}"
            : null;

    private CodePiece? PieceOf(ISymbol symbol, CodePiece user)
    {
        var target = Whole(symbol);
        if (target is IParameterSymbol or IRangeVariableSymbol or ITypeParameterSymbol or ILabelSymbol)
            return null;
        var places = target.DeclaringSyntaxReferences;
        if (places.IsEmpty || places.All(user.Holds))
            return null;
        if (_pieces.TryGetValue(target, out var known))
            return known;
        var piece = _pieces[target] = new CodePiece();
        foreach (var place in places)
            Fill(piece, target, place.GetSyntax());
        return piece;
    }

    // A member of a type stands for the type; what the compiler made of a member stands for the member.
    private static ISymbol Whole(ISymbol symbol)
    {
        var plain = symbol is IMethodSymbol { ReducedFrom: { } full } ? full : symbol;
        plain = plain.OriginalDefinition;
        if (plain is IMethodSymbol { AssociatedSymbol: { } owner })
            plain = owner;
        while (
            plain.ContainingType is { IsScriptClass: false, IsImplicitClass: false } type
            && plain is not ILocalSymbol
        )
            plain = type;
        return plain;
    }

    private void Fill(CodePiece piece, ISymbol symbol, SyntaxNode declaration)
    {
        switch (declaration)
        {
            case VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax group } variable:
                if (index.MakesSteps(variable))
                {
                    FillNames(piece, variable);
                    return;
                }
                piece.Add(group.Type);
                piece.Add(variable);
                AddWrites(piece, symbol);
                _surroundings.AddHeaders(piece, declaration);
                break;
            case ForEachStatementSyntax loop:
                piece.Mark(symbol.Name);
                piece.Add(loop.Type);
                piece.Add(loop.Expression);
                break;
            case MethodDeclarationSyntax or LocalFunctionStatementSyntax when index.MakesSteps(declaration):
                piece.Mark(symbol.Name);
                piece.Add(declaration.ChildNodes().OfType<ParameterListSyntax>().First());
                break;
            case SingleVariableDesignationSyntax:
                piece.Add(StatementOrHeader(declaration));
                AddWrites(piece, symbol);
                break;
            default:
                piece.Add(declaration);
                break;
        }
    }

    // Whoever refers to another step depends on which one it is, not on what it does.
    private void FillNames(CodePiece piece, VariableDeclaratorSyntax variable)
    {
        piece.Mark(variable.Identifier.ValueText);
        foreach (var call in index.StepCalls)
            if (variable.Contains(call))
                foreach (var name in StepVerbs.Names(call))
                    piece.Add(name);
    }

    private void AddWrites(CodePiece piece, ISymbol? variable)
    {
        if (variable is null)
            return;
        foreach (var mention in index.Mentions(variable.Name))
            if (
                CodeWrites.StatementOf(mention, index) is { } statement
                && !index.MakesSteps(statement)
                && index.SymbolsOf(mention).Contains(variable, SymbolEqualityComparer.Default)
            )
            {
                piece.Add(statement);
                _surroundings.AddHeaders(piece, statement);
            }
    }

    private static SyntaxNode StatementOrHeader(SyntaxNode declaration)
    {
        var node = declaration;
        while (
            node.Parent is { } parent && parent is not (StatementSyntax or AnonymousFunctionExpressionSyntax)
        )
            node = parent;
        return node.Parent is ExpressionStatementSyntax statement ? statement : node;
    }
}
