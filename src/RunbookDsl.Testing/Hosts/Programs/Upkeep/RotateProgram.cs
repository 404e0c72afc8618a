using System.Globalization;

namespace RunbookDsl.Testing;

/// <summary><c>logrotate -d FILE</c> and <c>logrotate -f FILE</c>.</summary>
internal static class RotateProgram
{
    private static readonly string[] Known =
    [
        "daily",
        "weekly",
        "monthly",
        "missingok",
        "notifempty",
        "compress",
        "delaycompress",
        "sharedscripts",
        "create",
        "copytruncate",
        "rotate",
    ];

    public static HostProgram[] All { get; } = [new("logrotate", a => !a.Contains("-d"), RunAsync)];

    private static async Task<int> RunAsync(ProgramCall call)
    {
        if (call.Arguments is not [("-d" or "-f") and var how, var config])
            return await call.UnknownAsync(string.Join(' ', call.Arguments), ["-d FILE", "-f FILE"])
                .ConfigureAwait(false);
        var rules = Read(System.Text.Encoding.UTF8.GetString(call.Read(config)), out var fault);
        if (fault is not null)
            return await call.FailAsync($"error: {config}:{fault}").ConfigureAwait(false);
        if (how == "-d")
            return await call.FailAsync($"reading config file {config}", 0).ConfigureAwait(false);
        foreach (var rule in rules)
        {
            if (call.Files.Find(rule.Path) is not { Kind: FileNodeKind.File } node)
                continue;
            Rotate(call, rule, node);
            if (rule.After.Length > 0)
                await call
                    .Shell.ScriptAsync(rule.After, new ShellSession("root", "/"), call.Streams)
                    .ConfigureAwait(false);
        }
        return 0;
    }

    private static void Rotate(ProgramCall call, Rule rule, FileNode node)
    {
        for (var i = rule.Count; i >= 1; i--)
            if (call.Files.Find($"{rule.Path}.{i}") is not null)
                if (i == rule.Count)
                    call.Files.Remove($"{rule.Path}.{i}", "root");
                else
                    call.Files.Move($"{rule.Path}.{i}", $"{rule.Path}.{i + 1}", "root");
        if (rule.Copies)
        {
            call.Files.Write($"{rule.Path}.1", node.Content.AsSpan(), "root", node.Mode);
            call.Files.Write(rule.Path, [], "root");
            return;
        }
        call.Files.Move(rule.Path, $"{rule.Path}.1", "root");
        if (!rule.Creates)
            return;
        call.Files.Write(rule.Path, [], "root", node.Mode);
        call.Files.Change(rule.Path, "root", n => n with { Owner = node.Owner, Group = node.Group });
    }

    private static List<Rule> Read(string text, out string? fault)
    {
        var rules = new List<Rule>();
        var (rule, isScript, number) = ((Rule?)null, false, 0);
        fault = null;
        foreach (var raw in text.Split('\n'))
        {
            number++;
            var line = raw.Trim();
            if (line.Length == 0 || line[0] == '#')
                continue;
            if (rule is null && line is ['/', .., '{'])
                rule = new(line[..^1].Trim());
            else if (rule is not null && line == "endscript")
                isScript = false;
            else if (rule is not null && isScript)
                rule = rule with { After = rule.After + line + "\n" };
            else if (rule is not null && line == "postrotate")
                isScript = true;
            else if (rule is not null && line == "}")
            {
                rules.Add(rule);
                rule = null;
            }
            else if (rule is not null && line.Split(' ') is [var word, .. var rest] && Known.Contains(word))
                rule = rule with
                {
                    Creates = rule.Creates || word == "create",
                    Copies = rule.Copies || word == "copytruncate",
                    Count = word == "rotate" ? int.Parse(rest[0], CultureInfo.InvariantCulture) : rule.Count,
                };
            else
                fault ??= $"{number} unknown option '{line}' -- ignoring line";
        }
        return rules;
    }

    private sealed record Rule(string Path)
    {
        public bool Creates { get; init; }

        public bool Copies { get; init; }

        public int Count { get; init; } = 1;

        public string After { get; init; } = "";
    }
}
