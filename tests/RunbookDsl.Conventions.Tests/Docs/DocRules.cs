using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using RunbookDsl.Conventions.Tests.Surface;

namespace RunbookDsl.Conventions.Tests.Docs;

/// <summary>A doc comment says what the name cannot.</summary>
internal static partial class DocRules
{
    private const int FewestWords = 3;

    // Words that add nothing to the name they stand beside.
    private static readonly HashSet<string> Filler =
    [
        .. "a an the this that of for to in on is are be it its with and or when"
            .Split(' ')
            .Concat(
                "get set gets sets return returns whether value new instance initializes class".Split(' ')
            )
            .Select(Stem),
    ];

    public static IEnumerable<string> Type(INamedTypeSymbol type, IReadOnlyDictionary<string, XElement> docs)
    {
        foreach (var symbol in PublicApi.Members(type).Where(m => !DescribesItself(type, m)).Prepend(type))
        {
            var id = symbol.GetDocumentationCommentId();
            if (id is null || IsDocumentedParameter(type, symbol, docs))
                continue;
            if (!docs.TryGetValue(id, out var doc))
                yield return $"{id}: has no doc comment";
            else if (doc.Element("inheritdoc") is null)
                foreach (var found in Summary(id, symbol, doc))
                    yield return found;
        }
    }

    /// <summary>Whether <paramref name="summary"/> only says the name again.</summary>
    public static bool IsEcho(string summary, params string[] names)
    {
        var known = names.SelectMany(n => NameParts().Matches(n).Select(m => Stem(m.Value))).ToHashSet();
        return Words(summary).Select(Stem).All(w => Filler.Contains(w) || known.Contains(w));
    }

    private static IEnumerable<string> Summary(string id, ISymbol symbol, XElement doc)
    {
        var text = Text(doc.Element("summary"));
        if (Words(text).Count() < FewestWords)
            yield return $"{id}: the summary \"{text}\" says too little, at least {FewestWords} words";
        else if (IsEcho(text, symbol.Name, symbol.ContainingType?.Name ?? ""))
            yield return $"{id}: the summary \"{text}\" only repeats the name";
    }

    /// <summary>
    /// A constructor without parameters and an override say nothing their type or base has not said.
    /// </summary>
    private static bool DescribesItself(INamedTypeSymbol type, ISymbol member) =>
        member.IsOverride
        || member is IMethodSymbol { MethodKind: MethodKind.Constructor, Parameters.Length: 0 }
        || (IsRecord(type) && member is IMethodSymbol { MethodKind: MethodKind.Constructor })
        || (type.TypeKind == TypeKind.Delegate);

    private static bool IsRecord(INamedTypeSymbol type) =>
        type.IsRecord || type.GetMembers("<Clone>$").Length > 0;

    /// <summary>
    /// A positional property is documented where it is declared: by the record's parameter.
    /// </summary>
    private static bool IsDocumentedParameter(
        INamedTypeSymbol type,
        ISymbol member,
        IReadOnlyDictionary<string, XElement> docs
    ) =>
        member is IPropertySymbol
        && docs.TryGetValue(type.GetDocumentationCommentId()!, out var doc)
        && doc.Elements("param")
            .Any(p => (string?)p.Attribute("name") == member.Name && Words(Text(p)).Any());

    /// <summary>The words a reader sees: a reference counts as the name it refers to.</summary>
    private static string Text(XElement? element)
    {
        if (element is null)
            return "";
        var parts = element
            .DescendantNodes()
            .Select(n =>
                n switch
                {
                    XText t => t.Value,
                    XElement { IsEmpty: true } e => e.FirstAttribute?.Value.Split('.')[^1] ?? "",
                    _ => "",
                }
            );
        return string.Join(
            ' ',
            string.Concat(parts).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
        );
    }

    private static IEnumerable<string> Words(string text) => TextWords().Matches(text).Select(m => m.Value);

    /// <summary>Plural and case make no difference.</summary>
    private static string Stem(string word) =>
        word.Length > 3 && word[^1] is 's' or 'S' ? word[..^1].ToUpperInvariant() : word.ToUpperInvariant();

    [GeneratedRegex(@"[\p{L}\d]+")]
    private static partial Regex TextWords();

    [GeneratedRegex(@"\p{Lu}?\p{Ll}+|\p{Lu}+(?!\p{Ll})|\d+")]
    private static partial Regex NameParts();
}
