using System.Text.Json;

namespace RunbookDsl.LanguageServer;

/// <summary>From what a request says to the place it means.</summary>
internal sealed class Scripts(LanguageServerOptions options)
{
    private readonly AnalysisShelf _analyses = new(options);

    public LanguageServerOptions Options => options;

    public EntryFinder Entries { get; } = new();

    /// <summary>The analysis in whose light a document is seen.</summary>
    public KeptAnalysis Of(string path, DocumentSet documents, CancellationToken cancellation) =>
        _analyses.Of(Entries.EntryOf(path, documents), documents, cancellation);

    /// <summary>The analysis of an entry itself.</summary>
    public KeptAnalysis Entry(string entry, DocumentSet documents, CancellationToken cancellation) =>
        _analyses.Of(entry, documents, cancellation);

    /// <summary>What would come of changed documents.</summary>
    public KeptAnalysis Trial(string entry, DocumentSet documents, CancellationToken cancellation) =>
        _analyses.Trial(entry, documents, cancellation);

    /// <summary>The place of a request with <c>textDocument</c> and <c>position</c>; null when the document
    /// is not open.</summary>
    public Place? At(JsonElement parameters, DocumentSet documents, CancellationToken cancellation)
    {
        var document = Document(parameters, documents);
        if (document is null)
            return null;
        var offset = parameters.TryGetProperty("position", out var position)
            ? Wire.Offset(TextLines.Of(document.Text), position)
            : 0;
        return At(document, offset, documents, cancellation);
    }

    public Place? At(OpenDocument document, int offset, DocumentSet documents, CancellationToken cancellation)
    {
        var kept = Of(document.Path, documents, cancellation);
        if (kept.Analysis.TreeOf(document.Path) is { } tree)
            return new(kept, tree, offset, documents);
        // The one that used to load it no longer does.
        Entries.Forget();
        kept = Entry(document.Path, documents, cancellation);
        return kept.Analysis.TreeOf(document.Path) is { } own ? new(kept, own, offset, documents) : null;
    }

    public static OpenDocument? Document(JsonElement parameters, DocumentSet documents)
    {
        if (
            parameters.ValueKind != JsonValueKind.Object
            || !parameters.TryGetProperty("textDocument", out var named)
            || Wire.String(named, "uri") is not { } uri
        )
            throw new RpcException(RpcException.InvalidParams, "no textDocument.uri is given");
        return DocumentUri.PathOf(uri) is { } path ? documents.Find(path) : null;
    }
}
