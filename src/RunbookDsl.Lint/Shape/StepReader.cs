using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RunbookDsl.Lint;

/// <summary>Makes steps of the chains that write them, in order.</summary>
internal sealed class StepReader
{
    private readonly List<ShapeStep> _made = [];
    private readonly Dictionary<ISymbol, List<ShapeStep>> _kept = new(SymbolEqualityComparer.Default);

    public List<ShapeStep> Made => _made;

    public void Add(
        InvocationExpressionSyntax call,
        List<ShapeLink> links,
        SemanticModel model,
        List<(int, int)> arms,
        LoopKind loop
    )
    {
        var step = Read(call, links, model) with
        {
            Links = links,
            Arms = [.. arms],
            Loop = loop,
            Variable = VariableOf(call, model),
        };
        Append(step);
        foreach (var link in links)
            if (link.Name == "ProvedBy" && link.Argument(0) is { } proof)
                Append(
                    new($"{step.Name}: proof", StepKind.Operation, call, model)
                    {
                        Operation = ShapeCall.Of(proof, model),
                        Links = [link],
                        Arms = step.Arms,
                        Loop = loop,
                        Proves = step,
                    }
                );
    }

    public void AddElsewhere(
        InvocationExpressionSyntax call,
        List<ShapeLink> links,
        SemanticModel model,
        List<(int, int)> arms
    ) =>
        Append(
            new(links[0].Text(0) ?? "", StepKind.Elsewhere, call, model) { Links = links, Arms = [.. arms] }
        );

    /// <summary>Verbs given to a step later, through its variable.</summary>
    public bool MoreOf(ExpressionSyntax? start, List<ShapeLink> links, SemanticModel model)
    {
        if (
            Variables.Symbol(start, model) is not { } symbol
            || !_kept.TryGetValue(symbol, out var steps)
            || !Symbols.Derives(model.GetTypeInfo(start!).Type, "StepBuilder")
        )
            return false;
        foreach (var step in steps)
            step.Links = [.. step.Links, .. links];
        return true;
    }

    private void Append(ShapeStep step)
    {
        step.Index = _made.Count;
        _made.Add(step);
        if (step is { Variable: { } variable, Proves: null })
            if (_kept.TryGetValue(variable, out var known))
                known.Add(step);
            else
                _kept.Add(variable, [step]);
    }

    private ShapeStep Read(InvocationExpressionSyntax call, List<ShapeLink> links, SemanticModel model)
    {
        var name = links[0].Text(0) ?? "";
        if (links[0].Name == "GoNoGo")
            return new(name, StepKind.Question, call, model) { Words = name };
        foreach (var link in links)
            switch (link.Name)
            {
                case "Manual":
                    return new(name, StepKind.Manual, call, model) { Words = link.Text(0) ?? "" };
                case "Approve":
                    return new(name, StepKind.Question, call, model) { Words = name };
                case "Run" when link.Argument(0) is { } argument:
                    return Run(name, call, argument, model);
            }
        return new(name, StepKind.Draft, call, model);
    }

    private ShapeStep Run(
        string name,
        InvocationExpressionSyntax call,
        ExpressionSyntax argument,
        SemanticModel model
    )
    {
        if (argument is AnonymousFunctionExpressionSyntax)
            return new(name, StepKind.Code, call, model) { Code = argument };
        var operation = ShapeCall.Of(argument, model);
        if (operation.Factory is { Name: "PutBack" } putBack)
        {
            var puts = Variables.Symbol(putBack.Argument(0), model) is { } symbol
                ? _kept.GetValueOrDefault(symbol)
                : null;
            return new(name, StepKind.PutBack, call, model) { Operation = operation, Puts = puts ?? [] };
        }
        return operation.Factory is { Name: "ChildRun" }
            ? new(name, StepKind.Elsewhere, call, model) { Operation = operation }
            : new(name, StepKind.Operation, call, model) { Operation = operation };
    }

    private static ISymbol? VariableOf(InvocationExpressionSyntax call, SemanticModel model) =>
        call.Parent switch
        {
            EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax declared } => model.GetDeclaredSymbol(
                declared
            ),
            AssignmentExpressionSyntax assigned when assigned.Right == call => model
                .GetSymbolInfo(assigned.Left)
                .Symbol,
            _ => null,
        };
}
