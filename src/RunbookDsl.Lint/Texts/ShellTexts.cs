using System.Collections.Immutable;
using System.Text;
using RunbookDsl.Testing;

namespace RunbookDsl.Lint;

/// <summary>Reads lines of shell as far as they can be read; never fails.</summary>
internal static class ShellTexts
{
    private const int MostCharacters = 1 << 16;

    // What runs another program: its own options are few and known.
    private static readonly string[] Wrappers =
    [
        "sudo",
        "nohup",
        "env",
        "time",
        "exec",
        "command",
        "nice",
        "ionice",
    ];

    private static readonly string[] Shells = ["sh", "bash", "dash", "zsh", "ksh"];

    /// <summary>The programs in a text that a shell reads.</summary>
    public static List<ShellCommand> Read(string text)
    {
        var commands = new List<ShellCommand>();
        if (text.Length > MostCharacters)
            return commands;
        text = WithoutPlaceholders(text);
        try
        {
            Add(ShellParser.Read(text), commands);
        }
        catch (ShellFault)
        {
            // What a scripted machine refuses a real shell may know: each line for itself.
            foreach (var line in text.Split('\n'))
                try
                {
                    Add(ShellParser.Read(line.Trim().TrimEnd('&', '\\')), commands);
                }
                catch (ShellFault) { }
        }
        return commands;
    }

    /// <summary>A program with its arguments; what a shell among them is told is read too.</summary>
    public static List<ShellCommand> Of(IReadOnlyList<string> words, out bool isShell)
    {
        var plain = Unwrapped(words);
        isShell = plain.Count > 0 && Shells.Contains(Path.GetFileName(plain[0]));
        if (!isShell)
            return [new(plain)];
        for (var i = 1; i + 1 < plain.Count; i++)
            if (plain[i].StartsWith('-') && plain[i].EndsWith('c'))
                return Read(plain[i + 1]);
        isShell = false;
        return [new(plain)];
    }

    private static void Add(ShellSyntax syntax, List<ShellCommand> to)
    {
        switch (syntax)
        {
            case ShellList list:
                for (var i = 0; i < list.Items.Length; i++)
                    AddItem(list.Items, i, to);
                break;
            case ShellPipeline pipeline:
                Pipe(pipeline, to);
                break;
            case ShellSimple simple:
                to.Add(Command(simple, null));
                break;
            case ShellGroup group:
                Add(group.Body, to);
                break;
            case ShellIf branch:
                foreach (var (condition, body) in branch.Parts)
                {
                    if (condition is not null)
                        Add(condition, to);
                    Add(body, to);
                }
                break;
            case ShellFor loop:
                Add(loop.Body, to);
                break;
            case ShellWhile loop:
                Add(loop.Condition, to);
                Add(loop.Body, to);
                break;
        }
    }

    private static void AddItem(ImmutableArray<ShellItem> items, int at, List<ShellCommand> to)
    {
        var first = to.Count;
        Add(items[at].Command, to);
        if (at + 1 >= items.Length || items[at + 1].After != "||")
            return;
        var next = new List<ShellCommand>();
        Add(items[at + 1].Command, next);
        if (
            next is [{ Program: "true" or ":" or "exit" or "echo" }, ..]
            && next[0].Words is not ["exit", not "0", ..]
        )
            for (var i = first; i < to.Count; i++)
                to[i].FailsSilently = true;
    }

    private static void Pipe(ShellPipeline pipeline, List<ShellCommand> to)
    {
        ShellCommand? from = null;
        for (var i = 0; i < pipeline.Commands.Length; i++)
        {
            var first = to.Count;
            if (pipeline.Commands[i] is ShellSimple simple)
                to.Add(Command(simple, from));
            else
                Add(pipeline.Commands[i], to);
            if (to.Count == first)
                continue;
            from = to[^1];
            from.IsPiped = i + 1 < pipeline.Commands.Length;
        }
    }

    private static ShellCommand Command(ShellSimple simple, ShellCommand? from)
    {
        var words = simple.Words.Select(Text).ToList();
        string? File(string sign, int descriptor) =>
            simple.Redirects.FirstOrDefault(r => r.Operator == sign && r.Descriptor == descriptor)
                is { } found
                ? Text(found.Word)
                : null;
        return new(Unwrapped(words))
        {
            From = from,
            Input =
                File("<<", 0)
                ?? (from is { Program: "echo" or "printf" } ? string.Join(' ', from.Words.Skip(1)) : null),
            ReadsFile = File("<", 0),
            WritesFile = File(">", 1) ?? File(">>", 1),
            HidesErrors = File(">", 2) == "/dev/null" || File(">>", 2) == "/dev/null",
            Environment = [.. simple.Assignments.Select(a => KeyValuePair.Create(a.Key, Text(a.Value)))],
        };
    }

    private static List<string> Unwrapped(IReadOnlyList<string> words)
    {
        var at = 0;
        while (at < words.Count && Wrappers.Contains(words[at]))
        {
            var isSudo = words[at++] == "sudo";
            while (
                at < words.Count
                && (words[at].StartsWith('-') || words[at].Contains('=', StringComparison.Ordinal))
            )
                at += isSudo && words[at] is "-u" or "-g" ? 2 : 1;
        }
        return at >= words.Count ? [] : [.. words.Skip(at)];
    }

    private static string Text(ShellWord word)
    {
        var text = new StringBuilder();
        foreach (var part in word.Parts)
            text.Append(
                part switch
                {
                    ShellText plain => plain.Text,
                    ShellVariable variable => $"${variable.Name}",
                    ShellSubstitution => "$(…)",
                    _ => "",
                }
            );
        return text.ToString();
    }

    // Documents write <environment> for what the reader fills in; to a shell that is a file.
    private static string WithoutPlaceholders(string text)
    {
        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var end = text[i] == '<' ? text.IndexOf('>', i) : -1;
            var isName =
                end > i + 1
                && char.IsAsciiLetterLower(text[i + 1])
                && !text.AsSpan(i + 1, end - i - 1).ContainsAnyExcept(NameCharacters);
            if (!isName)
                plain.Append(text[i]);
            else
            {
                plain.Append(text.AsSpan(i + 1, end - i - 1));
                i = end;
            }
        }
        return plain.ToString();
    }

    private static readonly System.Buffers.SearchValues<char> NameCharacters =
        System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-_");
}
