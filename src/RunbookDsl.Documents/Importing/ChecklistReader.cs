using Markdig.Extensions.Yaml;
using Markdig.Syntax;

namespace RunbookDsl.Documents;

/// <summary>
/// Blocks of Markdown to parts of a checklist: items of lists are done, and so is code, with the paragraph
/// that leads to it; all else is read.
/// </summary>
internal sealed class ChecklistReader(SourceLines source)
{
    private const int UnderlinedLevel = 3;
    private readonly List<ChecklistPart> _parts = [];
    private List<string>? _paragraph;
    private string? _section;
    private bool _hasCode;

    /// <summary>The title of the front matter.</summary>
    public string? Title { get; private set; }

    public void Take(Block block)
    {
        switch (block)
        {
            case YamlFrontMatterBlock:
                FrontMatter(Raw(block));
                break;
            case HeadingBlock heading:
                Heading(heading.Level, HeadingText(heading));
                break;
            case ListBlock list:
                Flush();
                foreach (var item in list.OfType<ListItemBlock>())
                    Item(item);
                break;
            case CodeBlock:
                Code(Raw(block));
                break;
            case ParagraphBlock:
                Paragraph(Raw(block));
                break;
            case ThematicBreakBlock or BlankLineBlock:
                Flush();
                break;
            case LinkReferenceDefinitionGroup group:
                Flush();
                foreach (var definition in group)
                    Prose(Raw(definition));
                break;
            default:
                Flush();
                Prose(Raw(block));
                break;
        }
    }

    public List<ChecklistPart> End()
    {
        Flush();
        return _parts;
    }

    private List<string> Raw(Block block)
    {
        var (first, last) = source.Of(block);
        return source.Take(first, last);
    }

    private void FrontMatter(List<string> lines)
    {
        Title = lines
            .Where(l => l.StartsWith("title:", StringComparison.Ordinal))
            .Select(l => l["title:".Length..].Trim().Trim('"', '\''))
            .FirstOrDefault(t => t.Length > 0);
        lines.RemoveAll(l => l is "---" or "...");
        if (lines.Count > 0)
            Prose([
                string.Join(
                    " · ",
                    lines.Where(l => !l.Contains('`', StringComparison.Ordinal)).Select(l => $"`{l}`")
                ),
            ]);
    }

    private void Heading(int level, string text)
    {
        Flush();
        if (text.Length == 0)
            return;
        _parts.Add(new ChecklistPart.Heading(level, text));
        (_section, _hasCode) = (text, false);
    }

    private string HeadingText(HeadingBlock heading)
    {
        var lines = Raw(heading);
        if (heading.IsSetext)
            return string.Join(' ', lines.SkipLast(1).Select(l => l.Trim()));
        var text = lines[0].Trim().TrimStart('#').Trim();
        var bare = text.TrimEnd('#');
        return bare.Length == 0 || bare.EndsWith(' ') ? bare.TrimEnd() : text;
    }

    private void Paragraph(List<string> lines)
    {
        Flush();
        if (IsUnderlined(lines))
            Heading(UnderlinedLevel, lines[0].Trim());
        else
            _paragraph = lines;
    }

    // reStructuredText underlines its titles with more than Markdown knows.
    private static bool IsUnderlined(List<string> lines) =>
        lines is [var title, { Length: >= 3 } line]
        && line.Length >= title.Trim().Length
        && "+~^\"'#*.:".Contains(line[0], StringComparison.Ordinal)
        && line.All(c => c == line[0]);

    private void Code(List<string> code)
    {
        var lead = _paragraph;
        _paragraph = null;
        var name =
            _hasCode && lead is not null ? StepName.Last(lead)
            : _section is not null ? StepName.Of([_section])
            : StepName.Of(lead ?? []);
        _hasCode = true;
        Add(name, lead is null ? code : [.. lead, "", .. code]);
    }

    private void Item(ListItemBlock item)
    {
        var (first, last) = source.Of(item);
        var inner = item.OfType<ListBlock>().Where(HasBoxes).ToList();
        var lines = new List<string>();
        for (var at = first; at <= last; at++)
            if (inner.Find(l => source.Of(l) is var (from, to) && from <= at && at <= to) is null)
                lines.AddRange(source.Take(at, at) is [var line] ? [line] : [""]);
        SourceLines.Trim(lines);
        var text = ItemText.Of(lines);
        if (text.Count > 0)
            Add(StepName.Of(text), text);
        foreach (var box in inner.SelectMany(l => l.OfType<ListItemBlock>()))
            Item(box);
    }

    private bool HasBoxes(ListBlock list) =>
        list.OfType<ListItemBlock>()
            .Any(i => ItemText.IsBox(source.Take(source.Of(i).First, source.Of(i).First)));

    private void Add(string name, List<string> text) =>
        _parts.Add(
            new ChecklistPart.Item(
                name.Length > 0 ? name : "Step",
                string.Join('\n', text),
                CommandLines.Of(text)
            )
        );

    private void Prose(List<string> lines)
    {
        if (lines.Count > 0)
            _parts.Add(new ChecklistPart.Prose(string.Join('\n', lines)));
    }

    private void Flush()
    {
        if (_paragraph is { } lines)
            Prose(lines);
        _paragraph = null;
    }
}
