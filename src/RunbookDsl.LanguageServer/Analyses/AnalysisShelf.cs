using RunbookDsl.Scripting.Compiler;
using RunbookDsl.Scripting.Compiling;

namespace RunbookDsl.LanguageServer;

/// <summary>The newest analysis of each of the last few scripts; older ones are let go.</summary>
internal sealed class AnalysisShelf(LanguageServerOptions options)
{
    private const int Most = 6;
    private readonly MetadataShelf _metadata = new();
    private readonly Lock _gate = new();
    private readonly LinkedList<KeptAnalysis> _kept = [];

    /// <summary>What would come of changed documents; not kept.</summary>
    public KeptAnalysis Trial(string entry, DocumentSet documents, CancellationToken cancellation) =>
        Made(entry, documents, cancellation);

    public KeptAnalysis Of(string entry, DocumentSet documents, CancellationToken cancellation)
    {
        KeptAnalysis? known;
        lock (_gate)
            known = Take(entry);
        if (known?.Inputs.Hold(documents) != true)
            known = Made(entry, documents, cancellation);
        lock (_gate)
        {
            Take(entry);
            _kept.AddFirst(known);
            if (_kept.Count > Most)
                _kept.RemoveLast();
        }
        return known;
    }

    // Parsed anew as a whole: what is told never depends on how a text came about.
    private KeptAnalysis Made(string entry, DocumentSet documents, CancellationToken cancellation)
    {
        var request = CompileRequest.For(entry, options.Scripts, options.ProfileOf(entry));
        return new(ScriptAnalysis.Of(request, documents.Texts, _metadata, cancellation), documents);
    }

    private KeptAnalysis? Take(string entry)
    {
        for (var node = _kept.First; node is not null; node = node.Next)
            if (node.Value.Analysis.Request.Path == entry)
            {
                _kept.Remove(node);
                return node.Value;
            }
        return null;
    }
}
