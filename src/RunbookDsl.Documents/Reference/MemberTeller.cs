using Microsoft.CodeAnalysis;
using RunbookDsl.Scripting.Compiler;

namespace RunbookDsl.Documents;

/// <summary>Tells symbols as entries of the reference, in the words an editor shows.</summary>
internal sealed class MemberTeller(Compilation compilation)
{
    private readonly OperationBook _book = new();

    public ReferenceMember Tell(ISymbol member, string page)
    {
        var doc = DocText.Of(member, compilation);
        var operation = OperationBook.OperationOf(member);
        // A setting of an operation gives the operation again.
        var isSetting = operation is not null && ReferenceReader.PageOf(operation) == page;
        return new(
            page,
            member.Name,
            Signature(member, page),
            doc.Summary,
            isSetting ? Said(doc, member) : new Description(_book).Body(member, compilation).Trim('\n')
        )
        {
            Parameters = member is IMethodSymbol method
                ?
                [
                    .. SymbolText
                        .Given(method.Parameters)
                        .Select(p => (p.Name, SymbolText.Of(p.Type), doc.Parameter(p.Name))),
                ]
                : [],
            Remarks = doc.Remarks,
            Facts = operation is null || isSetting ? null : _book.FactsOf(operation, compilation),
            Makes = isSetting ? null : Made(operation),
        };
    }

    /// <summary>What is said about a type, as Markdown.</summary>
    public string Said(INamedTypeSymbol type) => new Description(_book).Body(type, compilation).Trim('\n');

    // The base alone says nothing that an author could use.
    private static string? Made(INamedTypeSymbol? operation) =>
        operation is null or { TypeKind: TypeKind.TypeParameter } or { Name: "Operation" or "Check" }
            ? null
            : ReferenceReader.PageOf(operation);

    private static string Said(DocText doc, ISymbol member)
    {
        var parts = new List<string> { doc.Summary };
        if (member is IMethodSymbol method)
        {
            var said = SymbolText
                .Given(method.Parameters)
                .Where(p => doc.Parameter(p.Name).Length > 0)
                .Select(p => $"- `{p.Name}`: {doc.Parameter(p.Name).Replace('\n', ' ')}");
            parts.Add(string.Join('\n', said));
        }
        parts.Add(doc.Remarks);
        return string.Join("\n\n", parts.Where(p => p.Length > 0));
    }

    // A step's verbs are told as those of Step, whichever builder declares them.
    private static string Signature(ISymbol member, string page)
    {
        var text = SymbolText.Of(member);
        if (page != "Step")
            return text;
        var end = text.IndexOf('(', StringComparison.Ordinal) is var bracket and >= 0 ? bracket : text.Length;
        var name = text.LastIndexOf(member.Name, end, StringComparison.Ordinal);
        var type = text[..name].Split(' ')[0];
        return $"{(type == "TSelf" ? page : type)} {page}.{text[name..]}";
    }
}
