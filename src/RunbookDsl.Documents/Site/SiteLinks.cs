using System.Text;

namespace RunbookDsl.Documents;

/// <summary>
/// Where names of classes and members lead to. A name that is not in the reference leads nowhere.
/// </summary>
internal sealed class SiteLinks(Reference reference)
{
    private readonly Dictionary<string, ReferenceClass> _classes = reference.Classes.ToDictionary(
        c => c.Name,
        StringComparer.Ordinal
    );

    /// <summary>The page of a class, from the root of the site.</summary>
    public string? FileOf(string name) => _classes.ContainsKey(name) ? $"classes/{name}.html" : null;

    /// <summary>The anchor of a member on the page of its class.</summary>
    public static string Anchor(string member) => member;

    /// <summary>
    /// The address behind a piece of code: <c>Pg</c>, <c>Pg.Dump</c>, <c>.Verify</c>, <c>Step</c>.
    /// </summary>
    public string? Of(string code, string root)
    {
        var name = code.StartsWith('.') ? "Step" + code : code;
        name = name.Split('(')[0].Split('<')[0];
        if (FileOf(name) is { } page)
            return root + page;
        var dot = name.LastIndexOf('.');
        var (owner, member) = dot > 0 ? (name[..dot], name[(dot + 1)..]) : (Reference.WordsClass, name);
        return _classes.TryGetValue(owner, out var found) && found.Members.Any(m => m.Name == member)
            ? $"{root}{FileOf(owner)}#{Anchor(member)}"
            : null;
    }

    /// <summary>A signature with its types as links.</summary>
    public string Signature(string signature, string root)
    {
        var html = new StringBuilder();
        for (var at = 0; at < signature.Length; )
        {
            var end = at;
            while (end < signature.Length && (char.IsLetterOrDigit(signature[end]) || signature[end] == '_'))
                end++;
            var word = signature[at..Math.Max(end, at + 1)];
            // The name behind a dot is the member itself.
            var isMember = at > 0 && signature[at - 1] == '.';
            html.Append(
                !isMember && FileOf(word) is { } page
                    ? $"<a href=\"{root}{page}\">{HtmlText.Encode(word)}</a>"
                    : HtmlText.Encode(word)
            );
            at += word.Length;
        }
        return html.ToString();
    }
}
