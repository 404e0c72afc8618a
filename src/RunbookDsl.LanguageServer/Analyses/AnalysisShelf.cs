using Microsoft.CodeAnalysis;
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

    public KeptAnalysis Of(string entry, DocumentSet documents, CancellationToken cancellation)
    {
        KeptAnalysis? known;
        lock (_gate)
            known = Take(entry);
        if (known?.Holds(documents) != true)
        {
            var request = CompileRequest.For(entry, options.Scripts, options.ProfileOf(entry));
            known = new(
                ScriptAnalysis.Of(request, documents.Texts, _metadata, Entry(known), cancellation),
                documents
            );
        }
        lock (_gate)
        {
            Take(entry);
            _kept.AddFirst(known);
            if (_kept.Count > Most)
                _kept.RemoveLast();
        }
        return known;
    }

    private static SyntaxTree? Entry(KeptAnalysis? known) =>
        known?.Analysis.TreeOf(known.Analysis.Request.Path);

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
