using Markdig;
using Markdig.Syntax;

namespace RunbookDsl.Documents;

/// <summary>A checklist in Markdown, understood.</summary>
internal sealed class Checklist
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .UseYamlFrontMatter()
        .UsePreciseSourceLocation()
        .Build();

    private Checklist(string? title, IReadOnlyList<ChecklistPart> parts) => (Title, Parts) = (title, parts);

    /// <summary>The first heading, or the title of the front matter; null when there is none.</summary>
    public string? Title { get; }

    /// <summary>All the rest, in order.</summary>
    public IReadOnlyList<ChecklistPart> Parts { get; }

    /// <exception cref="DocumentException">It is nested too deep to be read.</exception>
    public static Checklist Read(string markdown)
    {
        var text = SourceLines.Normal(markdown);
        MarkdownDocument document;
        try
        {
            document = Markdown.Parse(text, Pipeline);
        }
        catch (ArgumentException e)
        {
            throw new DocumentException($"it cannot be read as Markdown: {e.Message}");
        }
        var reader = new ChecklistReader(new SourceLines(text));
        foreach (var block in document)
            reader.Take(block);
        var parts = reader.End();
        var at = parts.FindIndex(p => p is ChecklistPart.Heading);
        if (reader.Title is not null || at < 0)
            return new(reader.Title, parts);
        var title = ((ChecklistPart.Heading)parts[at]).Text;
        parts.RemoveAt(at);
        return new(title, parts);
    }
}
