using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.CodeAnalysis;
using RunbookDsl.Scripting.Compiler;

namespace RunbookDsl.LanguageServer;

/// <summary><c>textDocument/completion</c> and <c>completionItem/resolve</c>.</summary>
internal sealed class CompletionFeature(Scripts scripts, Description description, ClientAbilities client)
{
    private const int Most = 300;
    private static readonly Proposer[] Proposers =
    [
        DirectiveProposals.For,
        TextProposals.For,
        MemberProposals.For,
        NameProposals.For,
    ];

    private readonly Lock _gate = new();
    private (int Number, Compilation Compilation, Proposal[] Items)? _last;
    private int _number;

    private delegate Proposals? Proposer(Place place, CancellationToken cancellation);

    public JsonNode? Complete(JsonElement parameters, DocumentSet documents, CancellationToken cancellation)
    {
        if (scripts.At(parameters, documents, cancellation) is not { } place || place.IsInComment())
            return Answer(null, Proposals.None, [], isWhole: true);
        foreach (var proposer in Proposers)
            if (proposer(place, cancellation) is { } proposals)
            {
                var typed = place.Text.ToString(
                    new(proposals.Replaces.Start, Math.Max(0, place.Offset - proposals.Replaces.Start))
                );
                var fitting = Fitting.Of(proposals.All, typed, client.HasSnippets);
                var shown = fitting.Take(Most).ToArray();
                return Answer(place, proposals, shown, fitting.Count <= Most && typed.Length > 0);
            }
        return Answer(null, Proposals.None, [], isWhole: true);
    }

    public JsonNode? Resolve(JsonElement item)
    {
        var resolved = JsonNode.Parse(item.GetRawText())!.AsObject();
        var data = item.TryGetProperty("data", out var d) ? d : default;
        (int Number, Compilation Compilation, Proposal[] Items)? last;
        lock (_gate)
            last = _last;
        if (
            last is not { } list
            || data.ValueKind != JsonValueKind.Object
            || Wire.Number(data, "list") != list.Number
            || Wire.Number(data, "item") is not (>= 0 and var number)
            || number >= list.Items.Length
        )
            return resolved;
        var proposal = list.Items[number];
        if (proposal.Symbols is [var symbol, ..])
            resolved["documentation"] = Wire.Markdown(
                description.Of(symbol, list.Compilation) + More(proposal.Symbols)
            );
        return resolved;
    }

    private static string More(IReadOnlyList<ISymbol> symbols) =>
        symbols.Count == 1
            ? ""
            : "\n\n```csharp\n" + string.Join('\n', symbols.Skip(1).Take(8).Select(SymbolText.Of)) + "\n```";

    private JsonObject Answer(Place? place, Proposals proposals, Proposal[] shown, bool isWhole)
    {
        var number = 0;
        if (place is not null)
            lock (_gate)
                _last = (number = ++_number, place.Compilation, shown);
        var items = new JsonArray();
        var range = place is null ? null : Wire.Range(place.Text, proposals.Replaces);
        for (var i = 0; i < shown.Length; i++)
            items.Add((JsonNode)Item(shown[i], range!, place!.Compilation, (number, i)));
        return new JsonObject { ["isIncomplete"] = !isWhole, ["items"] = items };
    }

    private JsonObject Item(
        Proposal proposal,
        JsonObject range,
        Compilation compilation,
        (int List, int Item) place
    )
    {
        var item = new JsonObject
        {
            ["label"] = proposal.Label,
            ["kind"] = proposal.Kind,
            ["sortText"] =
                proposal.Rank.ToString("000", CultureInfo.InvariantCulture)
                + place.Item.ToString("0000", CultureInfo.InvariantCulture),
            ["textEdit"] = new JsonObject
            {
                ["range"] = range.DeepClone(),
                ["newText"] = proposal.Insert ?? proposal.Label,
            },
            ["filterText"] = proposal.Label,
            ["data"] = new JsonObject { ["list"] = place.List, ["item"] = place.Item },
        };
        if (proposal.IsSnippet)
            item["insertTextFormat"] = 2;
        if (DetailOf(proposal, compilation) is { Length: > 0 } detail)
            item["detail"] = detail;
        return item;
    }

    private string? DetailOf(Proposal proposal, Compilation compilation)
    {
        if (proposal.Detail is not null || proposal.Symbols is not [var symbol, ..])
            return proposal.Detail;
        return symbol is IMethodSymbol or IPropertySymbol ? description.EffectOf(symbol, compilation) : null;
    }
}
