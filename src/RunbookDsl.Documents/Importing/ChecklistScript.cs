using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace RunbookDsl.Documents;

/// <summary>
/// A checklist as a script: titles and prose as comments, each item as a step that a person does, its
/// commands once more as what could be run instead.
/// </summary>
internal sealed partial class ChecklistScript
{
    /// <summary>Begins a comment for the author that a document does not show.</summary>
    public const string AuthorsMark = "//:";

    private const int Widest = 100;
    private const int MostSuggestions = 5;
    private readonly StringBuilder _text = new();
    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);

    private ChecklistScript() { }

    public static string Of(Checklist checklist, string title, string source)
    {
        var script = new ChecklistScript();
        script.Head(checklist, title, source);
        foreach (var part in checklist.Parts)
        {
            script._text.Append('\n');
            switch (part)
            {
                case ChecklistPart.Heading heading:
                    script.Comment($"{new string('#', heading.Level)} {heading.Text}");
                    break;
                case ChecklistPart.Prose prose:
                    script.Comment(prose.Text);
                    break;
                case ChecklistPart.Item item:
                    script.Step(item);
                    break;
            }
        }
        return script._text.ToString();
    }

    private void Head(Checklist checklist, string title, string source)
    {
        _text
            .Append(AuthorsMark)
            .Append(" Imported from ")
            .Append(source)
            .Append(": every item is a step that a person does. Make real ones of\n")
            .Append(AuthorsMark)
            .Append(" them where you can: .Run(…) instead of .Manual(…), then .Verify(…) and .Undo(…).\n\n");
        _text.Append("Runbook(").Append(Literal(title)).Append(')');
        var purpose = checklist
            .Parts.OfType<ChecklistPart.Prose>()
            .Select(p => Purpose().Match(p.Text))
            .FirstOrDefault(m => m.Success);
        if (purpose is not null)
            _text.Append(".Purpose(").Append(Literal(purpose.Groups[1].Value.Trim())).Append(')');
        _text.Append(";\n");
    }

    private void Comment(string text)
    {
        foreach (var line in text.Split('\n'))
            _text.Append(line.Length == 0 ? "//" : $"// {line}").Append('\n');
    }

    private void Step(ChecklistPart.Item item)
    {
        foreach (
            var words in item.Commands.Select(CommandLines.Words).OfType<string[]>().Take(MostSuggestions)
        )
            _text
                .Append(AuthorsMark)
                .Append(" .Run(Local.Exec(")
                .AppendJoin(", ", words.Select(Literal))
                .Append("))\n");
        var step = $"Step({Literal(Unique(item.Name))})";
        var manual = $".Manual({Literal(item.Text)});";
        _text.Append(step);
        if (item.Text.Contains('\n', StringComparison.Ordinal))
            _text.Append("\n    .Manual(\n").Append(Raw(item.Text)).Append("    );\n");
        else
            _text.Append(step.Length + manual.Length <= Widest ? "" : "\n    ").Append(manual).Append('\n');
    }

    private string Unique(string name)
    {
        var unique = name;
        for (var n = 2; !_keys.Add(StepName.Key(unique)); n++)
            unique = string.Create(CultureInfo.InvariantCulture, $"{name} {n}");
        return unique;
    }

    private static string Raw(string text)
    {
        const string Indent = "        ";
        var quotes = new string('"', Math.Max(3, LongestRun(text) + 1));
        var raw = new StringBuilder().Append(Indent).Append(quotes).Append('\n');
        foreach (var line in text.Split('\n'))
            raw.Append(line.Length == 0 ? "" : Indent + line).Append('\n');
        return raw.Append(Indent).Append(quotes).Append('\n').ToString();
    }

    private static int LongestRun(string text)
    {
        var (longest, run) = (0, 0);
        foreach (var c in text)
            longest = Math.Max(longest, run = c == '"' ? run + 1 : 0);
        return longest;
    }

    private static string Literal(string text) =>
        '"'
        + text.Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("\"", "\\\"", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal)
            .Replace("\t", "\\t", StringComparison.Ordinal)
        + '"';

    [GeneratedRegex(@"^\*\*Purpose:?\*\*:?[ ]*(\S.*)$", RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex Purpose();
}
