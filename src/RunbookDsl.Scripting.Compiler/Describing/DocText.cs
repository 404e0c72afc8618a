using System.Text;
using System.Xml;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace RunbookDsl.Scripting.Compiler;

/// <summary>A documentation comment as Markdown.</summary>
public sealed class DocText
{
    private const int Deepest = 4;
    private readonly XElement? _root;

    private DocText(XElement? root) => _root = root;

    /// <summary>That of a symbol, or of what it inherits it from.</summary>
    public static DocText Of(ISymbol symbol, Compilation compilation) => new(Read(symbol, compilation, 0));

    /// <summary>What it is, in short.</summary>
    public string Summary => Of("summary");

    /// <summary>What else is to be known.</summary>
    public string Remarks => Of("remarks");

    /// <summary>What comes back.</summary>
    public string Returns => Of("returns");

    /// <summary>What is said of a parameter.</summary>
    public string Parameter(string name) =>
        _root?.Elements("param").FirstOrDefault(p => (string?)p.Attribute("name") == name) is { } found
            ? Text(found)
            : "";

    /// <summary>Each exception and when it comes.</summary>
    public IEnumerable<(string Type, string When)> Exceptions =>
        _root?.Elements("exception").Select(e => (Cref((string?)e.Attribute("cref")), Text(e))) ?? [];

    private string Of(string element) => _root?.Element(element) is { } found ? Text(found) : "";

    private static XElement? Read(ISymbol symbol, Compilation compilation, int depth)
    {
        var original = symbol is IMethodSymbol { ReducedFrom: { } reduced }
            ? reduced
            : symbol.OriginalDefinition;
        if (Parsed(original.GetDocumentationCommentXml()) is not { } root)
            return depth < Deepest && Overridden(original) is { } above
                ? Read(above, compilation, depth + 1)
                : null;
        if (root.Element("inheritdoc") is not { } inherited || depth >= Deepest)
            return root;
        var from = (string?)inherited.Attribute("cref") is { Length: > 2 } cref
            ? DocumentationCommentId.GetFirstSymbolForDeclarationId(cref, compilation)
            : Overridden(original);
        return from is null ? root : Read(from, compilation, depth + 1) ?? root;
    }

    private static ISymbol? Overridden(ISymbol symbol) =>
        symbol switch
        {
            IMethodSymbol method => method.OverriddenMethod ?? Implemented(method),
            IPropertySymbol property => property.OverriddenProperty ?? Implemented(property),
            INamedTypeSymbol type => type.BaseType is { SpecialType: SpecialType.None } b ? b : null,
            _ => null,
        };

    private static ISymbol? Implemented(ISymbol member) =>
        member
            .ContainingType?.AllInterfaces.SelectMany(i => i.GetMembers(member.Name))
            .FirstOrDefault(m =>
                SymbolEqualityComparer.Default.Equals(
                    member.ContainingType.FindImplementationForInterfaceMember(m),
                    member
                )
            );

    private static XElement? Parsed(string? xml)
    {
        if (string.IsNullOrWhiteSpace(xml))
            return null;
        try
        {
            return XElement.Parse(xml, LoadOptions.PreserveWhitespace);
        }
        catch (XmlException)
        {
            return null;
        }
    }

    private static string Text(XElement element)
    {
        var text = new StringBuilder();
        foreach (var node in element.Nodes())
            Append(text, node);
        return string.Join(
                '\n',
                text.ToString()
                    .Split('\n')
                    .Select(l => l.Trim())
                    .Aggregate(
                        new List<string>(),
                        (lines, line) =>
                        {
                            if (line.Length > 0 || (lines.Count > 0 && lines[^1].Length > 0))
                                lines.Add(line);
                            return lines;
                        }
                    )
            )
            .Trim();
    }

    private static void Append(StringBuilder text, XNode node)
    {
        if (node is XText plain)
            text.Append(plain.Value);
        if (node is not XElement element)
            return;
        switch (element.Name.LocalName)
        {
            case "c":
                text.Append('`').Append(element.Value).Append('`');
                break;
            case "code":
                text.Append("\n```csharp\n").Append(element.Value.Trim()).Append("\n```\n");
                break;
            case "see" or "seealso":
                var shown =
                    element.Value.Length > 0
                        ? element.Value
                        : (string?)element.Attribute("langword") ?? Cref((string?)element.Attribute("cref"));
                text.Append('`').Append(shown).Append('`');
                break;
            case "paramref" or "typeparamref":
                text.Append('`').Append((string?)element.Attribute("name")).Append('`');
                break;
            case "para":
                text.Append("\n\n");
                Children(text, element);
                text.Append("\n\n");
                break;
            case "item":
                text.Append("\n- ");
                Children(text, element);
                break;
            default:
                Children(text, element);
                break;
        }
    }

    private static void Children(StringBuilder text, XElement element)
    {
        foreach (var child in element.Nodes())
            Append(text, child);
    }

    // M:RunbookDsl.Verbs.PutBack(RunbookDsl.StepBuilder) → PutBack
    private static string Cref(string? cref)
    {
        if (cref is not { Length: > 2 })
            return "";
        var name = cref[1] == ':' ? cref[2..] : cref;
        name = name.Split('(')[0];
        var dot = name.LastIndexOf('.');
        if (cref[0] is 'M' or 'P' or 'F' && dot > 0)
        {
            var owner = name[..dot];
            name = owner[(owner.LastIndexOf('.') + 1)..] + name[dot..];
            if (name.StartsWith("Verbs.", StringComparison.Ordinal))
                name = name["Verbs.".Length..];
        }
        else
            name = name[(dot + 1)..];
        var tick = name.IndexOf('`', StringComparison.Ordinal);
        return (tick > 0 ? name[..tick] : name).Replace('{', '<').Replace('}', '>');
    }
}
