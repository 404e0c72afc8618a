using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RunbookDsl.Lint;

/// <summary>An operation or check as it is written, with the verbs behind it.</summary>
internal sealed class ShapeCall
{
    private const int MostDepth = 8;

    private ShapeCall(ExpressionSyntax syntax, SemanticModel model) => (Syntax, Model) = (syntax, model);

    /// <summary><c>Pg.Dump</c>, <c>SshHost.Exec</c>, <c>new AlarmsMuted</c>; empty when unknown.</summary>
    public string Verb { get; private init; } = "";

    /// <summary>The call that made it; null for <c>new</c> and for what is unknown.</summary>
    public ShapeLink? Factory { get; private init; }

    /// <summary>All calls of the chain, the first one first.</summary>
    public IReadOnlyList<ShapeLink> Links { get; private init; } = [];

    /// <summary>Whether it stood inside <c>Temporarily(…)</c>.</summary>
    public bool IsTemporary { get; private init; }

    public ITypeSymbol? Type { get; private init; }

    public ExpressionSyntax Syntax { get; }

    public SemanticModel Model { get; }

    /// <summary>Whether it looks and changes nothing, by its type.</summary>
    public bool IsCheck => Symbols.Derives(Type, "Check");

    public bool Has(string verb) => Link(verb) is not null;

    public ShapeLink? Link(string verb) => Links.LastOrDefault(l => l.Name == verb);

    /// <summary>The variable of the host, database or zone it works on.</summary>
    public ISymbol? Target => Variables.Root(Factory?.Call ?? Syntax, Model);

    public bool Is(params ReadOnlySpan<string> verbs) => verbs.Contains(Verb);

    /// <summary>Reads an expression whose value is an operation.</summary>
    public static ShapeCall Of(ExpressionSyntax syntax, SemanticModel model, int depth = 0)
    {
        model = model.Of(syntax);
        switch (syntax)
        {
            case ParenthesizedExpressionSyntax inner:
                return Of(inner.Expression, model, depth);
            case CastExpressionSyntax cast:
                return Of(cast.Expression, model, depth);
            case SimpleLambdaExpressionSyntax { ExpressionBody: { } body }:
                return Of(body, model, depth);
            case ParenthesizedLambdaExpressionSyntax { ExpressionBody: { } body }:
                return Of(body, model, depth);
            case IdentifierNameSyntax name
                when depth < MostDepth && Variables.Initial(name, model) is { } initial:
                return Of(initial, model, depth + 1);
            case BaseObjectCreationExpressionSyntax made:
                var type = model.GetTypeInfo(made).Type;
                return new(syntax, model) { Verb = $"new {type?.Name}", Type = type };
            case InvocationExpressionSyntax call:
                return OfCall(call, model, depth);
            default:
                return new(syntax, model) { Type = model.GetTypeInfo(syntax).Type };
        }
    }

    private static ShapeCall OfCall(InvocationExpressionSyntax call, SemanticModel model, int depth)
    {
        var links = Chains.Links(call, model, out var start);
        if (links is [{ Name: "Temporarily" } around] && around.Argument(0) is { } within)
        {
            var inner = Of(within, model, depth + 1);
            return new(inner.Syntax, inner.Model)
            {
                Verb = inner.Verb,
                Factory = inner.Factory,
                Links = inner.Links,
                Type = inner.Type,
                IsTemporary = true,
            };
        }
        var type = model.GetTypeInfo(call).Type;
        var factory = links.FirstOrDefault(l =>
            Symbols.Derives(l.Model.GetTypeInfo(l.Call).Type, "Operation")
        );
        // A function of the script that gives an operation: what it gives counts.
        if (
            depth < MostDepth
            && factory is not null
            && factory == links[0]
            && Symbols.BodyOf(factory) is { } body
        )
        {
            var inner = Of(body, model, depth + 1);
            return new(call, model)
            {
                Verb = inner.Verb,
                Factory = inner.Factory,
                Links = [.. inner.Links, .. links.Skip(1)],
                Type = type,
            };
        }
        // An operation kept in a variable, with verbs behind it.
        if (factory == links[0] && start is IdentifierNameSyntax name && depth < MostDepth)
            if (
                Variables.Initial(name, model) is { } initial
                && Of(initial, model, depth + 1) is { Factory: not null } kept
                && Symbols.Derives(kept.Type, "Operation")
            )
                return new(call, model)
                {
                    Verb = kept.Verb,
                    Factory = kept.Factory,
                    Links = [.. kept.Links, .. links],
                    Type = type,
                };
        return new(call, model)
        {
            Verb = (factory ?? links[^1]) is { } made ? $"{made.Owner}.{made.Name}" : "",
            Factory = factory ?? links[^1],
            Links = links,
            Type = type,
        };
    }
}
