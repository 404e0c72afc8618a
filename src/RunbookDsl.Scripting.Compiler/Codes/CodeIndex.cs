using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RunbookDsl.Scripting.Compiler.Codes;

/// <summary>
/// What the sources of one compilation declare, and where those names stand. The compiler is asked for the
/// meaning of a name only if the sources declare one like it.
/// </summary>
internal sealed class CodeIndex
{
    private readonly CSharpCompilation _compilation;
    private readonly Dictionary<SyntaxTree, SemanticModel> _models = [];
    private readonly Dictionary<string, List<SimpleNameSyntax>> _mentions = new(StringComparer.Ordinal);
    private readonly HashSet<string> _declared = new(StringComparer.Ordinal);
    private readonly HashSet<SyntaxNode> _stepMakers = [];

    public CodeIndex(CSharpCompilation compilation)
    {
        _compilation = compilation;
        foreach (var tree in compilation.SyntaxTrees)
        foreach (var node in tree.GetRoot().DescendantNodes())
            Add(node);
        StepCalls.RemoveAll(c => IsDeclared(StepVerbs.NameOf(c)!.Identifier.ValueText) && !IsForeign(c));
        foreach (var call in StepCalls)
        foreach (var outer in call.Ancestors())
            _stepMakers.Add(outer);
    }

    /// <summary>Every call of a verb that makes a step.</summary>
    public List<InvocationExpressionSyntax> StepCalls { get; } = [];

    /// <summary>Whether a step is made somewhere inside this node.</summary>
    public bool MakesSteps(SyntaxNode node) => _stepMakers.Contains(node);

    public bool IsDeclared(string name) => _declared.Contains(name);

    public IReadOnlyList<SimpleNameSyntax> Mentions(string name) => _mentions.GetValueOrDefault(name) ?? [];

    /// <summary>The places that mean this very symbol, in the order of the text.</summary>
    public IEnumerable<SimpleNameSyntax> MentionsOf(ISymbol symbol)
    {
        foreach (var mention in Mentions(symbol.Name))
        foreach (var meant in SymbolsOf(mention))
            if (SymbolEqualityComparer.Default.Equals(Plain(meant), Plain(symbol)))
            {
                yield return mention;
                break;
            }
    }

    /// <summary>What a name means; all candidates where the compiler cannot tell.</summary>
    public IReadOnlyList<ISymbol> SymbolsOf(SimpleNameSyntax name)
    {
        var model = ModelOf(name.SyntaxTree);
        if (model.GetAliasInfo(name) is { } alias)
            return [alias];
        var info = model.GetSymbolInfo(name);
        return info.Symbol is { } symbol ? [symbol] : info.CandidateSymbols;
    }

    public ISymbol? DeclaredBy(SyntaxNode declaration) =>
        ModelOf(declaration.SyntaxTree).GetDeclaredSymbol(declaration);

    public SemanticModel ModelOf(SyntaxTree tree) =>
        _models.TryGetValue(tree, out var model)
            ? model
            : _models[tree] = _compilation.GetSemanticModel(tree);

    private static ISymbol Plain(ISymbol symbol) =>
        symbol is IMethodSymbol { ReducedFrom: { } full }
            ? full.OriginalDefinition
            : symbol.OriginalDefinition;

    private bool IsForeign(InvocationExpressionSyntax call) =>
        SymbolsOf(StepVerbs.NameOf(call)!).All(s => s.DeclaringSyntaxReferences.IsEmpty);

    private void Add(SyntaxNode node)
    {
        if (node is SimpleNameSyntax name)
            (_mentions.TryGetValue(name.Identifier.ValueText, out var list) ? list : NewList(name)).Add(name);
        else if (node is InvocationExpressionSyntax call && StepVerbs.Makes(call))
            StepCalls.Add(call);
        else if (NameDeclared(node) is { } declared)
            _declared.Add(declared);
    }

    private List<SimpleNameSyntax> NewList(SimpleNameSyntax name) =>
        _mentions[name.Identifier.ValueText] = [];

    private static string? NameDeclared(SyntaxNode node) =>
        node switch
        {
            VariableDeclaratorSyntax v => v.Identifier.ValueText,
            SingleVariableDesignationSyntax d => d.Identifier.ValueText,
            ForEachStatementSyntax f => f.Identifier.ValueText,
            MethodDeclarationSyntax m => m.Identifier.ValueText,
            LocalFunctionStatementSyntax l => l.Identifier.ValueText,
            PropertyDeclarationSyntax p => p.Identifier.ValueText,
            BaseTypeDeclarationSyntax t => t.Identifier.ValueText,
            DelegateDeclarationSyntax d => d.Identifier.ValueText,
            EventDeclarationSyntax e => e.Identifier.ValueText,
            ParameterSyntax { Parent.Parent: RecordDeclarationSyntax } p => p.Identifier.ValueText,
            UsingDirectiveSyntax { Alias: { } alias } => alias.Name.Identifier.ValueText,
            _ => null,
        };
}
