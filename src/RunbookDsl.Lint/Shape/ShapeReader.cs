using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RunbookDsl.Lint;

/// <summary>Goes through a script in the order in which it would make its steps; runs nothing.</summary>
internal sealed class ShapeReader
{
    private const int MostSteps = 5000;
    private const int MostDepth = 12;
    private readonly Compilation _compilation;
    private readonly CancellationToken _cancellation;
    private readonly StepReader _steps;
    private readonly List<(int Branch, int Arm)> _arms = [];
    private readonly HashSet<SyntaxTree> _read = [];
    private readonly List<ShapeLink> _header = [];
    private LoopKind _loop;
    private int _branches;
    private int _depth;

    private ShapeReader(Compilation compilation, CancellationToken cancellation)
    {
        _compilation = compilation;
        _cancellation = cancellation;
        _steps = new StepReader();
    }

    public static ScriptShape Read(Compilation compilation, SyntaxTree entry, CancellationToken cancellation)
    {
        var reader = new ShapeReader(compilation, cancellation);
        reader.File(entry);
        return new ScriptShape(compilation, entry, reader._steps.Made, reader._header);
    }

    private void File(SyntaxTree tree)
    {
        if (!_read.Add(tree) || tree.GetRoot(_cancellation) is not CompilationUnitSyntax root)
            return;
        var model = _compilation.GetSemanticModel(tree);
        foreach (var load in root.GetLoadDirectives())
            if (
                _compilation.Options.SourceReferenceResolver is { } resolver
                && resolver.ResolveReference(load.File.ValueText, tree.FilePath) is { } path
                && _compilation.SyntaxTrees.FirstOrDefault(t => t.FilePath == path) is { } loaded
            )
                File(loaded);
        foreach (var member in root.Members)
        {
            _cancellation.ThrowIfCancellationRequested();
            if (member is GlobalStatementSyntax or FieldDeclarationSyntax)
                Visit(member, model);
        }
    }

    private void Visit(SyntaxNode? node, SemanticModel model)
    {
        if (node is null || _steps.Made.Count >= MostSteps)
            return;
        switch (node)
        {
            case IfStatementSyntax branch:
                Visit(branch.Condition, model);
                Arms([branch.Statement, branch.Else?.Statement], model);
                return;
            case SwitchStatementSyntax choice:
                Arms([.. choice.Sections], model);
                return;
            case ConditionalExpressionSyntax choice:
                Arms([choice.WhenTrue, choice.WhenFalse], model);
                return;
            case ForEachStatementSyntax or ForStatementSyntax or WhileStatementSyntax:
                InLoop(LoopKind.Each, () => Children(node, model));
                return;
            case InvocationExpressionSyntax call:
                Call(call, model);
                return;
            // Code that runs later, or never: what it calls makes no step where it is written.
            case MethodDeclarationSyntax
            or LocalFunctionStatementSyntax
            or TypeDeclarationSyntax
            or AnonymousFunctionExpressionSyntax:
                return;
            default:
                Children(node, model);
                return;
        }
    }

    private void Children(SyntaxNode node, SemanticModel model)
    {
        foreach (var child in node.ChildNodes())
            Visit(child, model);
    }

    private void Arms(IReadOnlyList<SyntaxNode?> arms, SemanticModel model)
    {
        var branch = _branches++;
        for (var arm = 0; arm < arms.Count; arm++)
        {
            _arms.Add((branch, arm));
            Visit(arms[arm], model);
            _arms.RemoveAt(_arms.Count - 1);
        }
    }

    private void InLoop(LoopKind kind, Action body)
    {
        var outer = _loop;
        _loop = kind;
        body();
        _loop = outer;
    }

    private void Call(InvocationExpressionSyntax call, SemanticModel model)
    {
        var links = Chains.Links(call, model, out var start);
        switch (links[0].Name)
        {
            case "Runbook" when start is null:
                _header.AddRange(links);
                return;
            case "Step" or "GoNoGo" when start is null:
                _steps.Add(call, links, model, _arms, _loop);
                return;
            case "Include" when start is null:
                _steps.AddElsewhere(call, links, model, _arms);
                return;
            case "ForEach" when start is null:
                InLoop(LoopKind.Each, () => Bodies(links[0], model));
                return;
            case "Rolling" when start is null:
                Rolling(links[0], model);
                return;
            case "Parallel" or "Sequence" when start is null:
                Bodies(links[0], model);
                return;
        }
        if (_steps.MoreOf(start, links, model))
            return;
        foreach (var argument in call.ArgumentList.Arguments)
            Visit(argument.Expression, model);
        Inline(call, model);
        // What stands before the dot may make steps too.
        if (call.Expression is MemberAccessExpressionSyntax { Expression: InvocationExpressionSyntax before })
            Visit(before, model);
    }

    private void Rolling(ShapeLink link, SemanticModel model)
    {
        var drains = link.Argument(1, "options")
            ?.DescendantNodes()
            .OfType<AssignmentExpressionSyntax>()
            .FirstOrDefault(a => a.Left is IdentifierNameSyntax { Identifier.ValueText: "Drain" });
        InLoop(
            drains is null ? LoopKind.Rolling : LoopKind.Drained,
            () =>
            {
                if (drains?.Right is LambdaExpressionSyntax drain)
                    Visit(drain.Body, model);
                Bodies(link, model);
            }
        );
    }

    private void Bodies(ShapeLink link, SemanticModel model)
    {
        foreach (var argument in link.Arguments)
            if (argument.Expression is AnonymousFunctionExpressionSyntax body)
                Visit(body.Body, model);
            else if (argument.Expression is SimpleNameSyntax name)
                Inline(name, model);
    }

    // A function of the script is read where it is called: that is where it makes its steps.
    private void Inline(ExpressionSyntax called, SemanticModel model)
    {
        if (_depth >= MostDepth)
            return;
        var info = model.GetSymbolInfo(called);
        var symbol = info.Symbol ?? info.CandidateSymbols.FirstOrDefault();
        var declared =
            symbol is IMethodSymbol
                ? symbol.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(_cancellation)
                : null;
        SyntaxNode? body = declared switch
        {
            MethodDeclarationSyntax method => (SyntaxNode?)method.Body ?? method.ExpressionBody?.Expression,
            LocalFunctionStatementSyntax local => (SyntaxNode?)local.Body ?? local.ExpressionBody?.Expression,
            _ => null,
        };
        if (body is null)
            return;
        _depth++;
        Visit(body, model.Of(body));
        _depth--;
    }
}
