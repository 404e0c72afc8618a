using System.Text;
using Microsoft.CodeAnalysis;

namespace RunbookDsl.Scripting.Compiler;

/// <summary>A symbol told in Markdown: how it is written, what it is for, and what an operation does,
/// verifies
/// and undoes.</summary>
public sealed class Description(OperationBook book)
{
    /// <summary>The whole, with how it is written before it.</summary>
    public string Of(ISymbol symbol, Compilation compilation)
    {
        var text = new StringBuilder();
        text.Append("```csharp\n").Append(SymbolText.Of(symbol)).Append("\n```");
        text.Append(Body(symbol, compilation));
        return text.ToString();
    }

    /// <summary>The same without how it is written.</summary>
    public string Body(ISymbol symbol, Compilation compilation)
    {
        var text = new StringBuilder();
        var doc = DocText.Of(symbol, compilation);
        Paragraph(text, doc.Summary);
        if (OperationBook.OperationOf(symbol) is { } operation)
            Operation(text, operation, compilation);
        if (symbol is IMethodSymbol method)
            foreach (var parameter in SymbolText.Given(method.Parameters))
                if (doc.Parameter(parameter.Name) is { Length: > 0 } said)
                    text.Append("\n- `").Append(parameter.Name).Append("`: ").Append(said.Replace('\n', ' '));
        Paragraph(text, doc.Remarks);
        foreach (var (type, when) in doc.Exceptions)
            Paragraph(text, $"Throws `{type}`: {when}");
        return text.ToString();
    }

    /// <summary>The effect class of what a symbol makes; null when it makes no operation.</summary>
    public string? EffectOf(ISymbol symbol, Compilation compilation) =>
        OperationBook.OperationOf(symbol) is { } operation
        && book.FactsOf(operation, compilation) is { } facts
            ? facts.EffectWords
            : null;

    private void Operation(StringBuilder text, INamedTypeSymbol operation, Compilation compilation)
    {
        if (book.FactsOf(operation, compilation) is not { } facts)
            return;
        text.Append("\n\n**").Append(facts.EffectWords).Append("**");
        if (EffectMeaning(facts.Effect, compilation) is { Length: > 0 } meaning)
            text.Append(": ").Append(meaning);
        Line(text, "does", facts.Does);
        Line(text, "probe", facts.IsChange ? ProbeWords(facts.HasProbe) : null);
        Line(
            text,
            "verifies",
            facts.Verifies ?? (facts.IsChange ? "nothing by itself: give the step a `.Verify`" : null)
        );
        Line(
            text,
            "undoes",
            facts.Undoes
                ?? (facts.IsChange ? "nothing by itself: give the step an `.Undo` or `.NoUndo`" : null)
        );
        Line(text, "**warning**", facts.Warning);
        text.Append('\n');
    }

    private static string ProbeWords(bool? hasProbe) =>
        hasProbe switch
        {
            true => "looks whether its effect is there",
            false => "none: after an interruption the run is held, unless the step has a `.Probe`",
            null => "depends on how it is made; without one the run is held after an interruption",
        };

    private static string? EffectMeaning(string? effect, Compilation compilation) =>
        effect is not null
        && compilation.GetTypeByMetadataName("RunbookDsl.EffectClass")?.GetMembers(effect) is [var member, ..]
            ? DocText.Of(member, compilation).Summary
            : null;

    private static void Line(StringBuilder text, string what, string? said)
    {
        if (said is not null)
            text.Append("\n- ").Append(what).Append(": ").Append(said);
    }

    private static void Paragraph(StringBuilder text, string said)
    {
        if (said.Length > 0)
            text.Append("\n\n").Append(said);
    }
}
