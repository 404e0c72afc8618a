using System.Collections.Immutable;
using Microsoft.CodeAnalysis.Text;

namespace RunbookDsl.LanguageServer;

/// <summary>All open documents at one moment; a change makes another set.</summary>
internal sealed class DocumentSet
{
    public static readonly DocumentSet Empty = new(
        ImmutableSortedDictionary.Create<string, OpenDocument>(StringComparer.Ordinal)
    );
    private readonly ImmutableSortedDictionary<string, OpenDocument> _byPath;

    private DocumentSet(ImmutableSortedDictionary<string, OpenDocument> byPath)
    {
        _byPath = byPath;
        Texts = byPath.ToDictionary(d => d.Key, d => d.Value.Text, StringComparer.Ordinal);
    }

    /// <summary>The texts by full path.</summary>
    public IReadOnlyDictionary<string, SourceText> Texts { get; }

    public IEnumerable<OpenDocument> All => _byPath.Values;

    public int Count => _byPath.Count;

    public OpenDocument? Find(string path) => _byPath.GetValueOrDefault(path);

    public DocumentSet With(OpenDocument document) => new(_byPath.SetItem(document.Path, document));

    public DocumentSet Without(string path) => new(_byPath.Remove(path));
}
