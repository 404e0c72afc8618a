using System.Globalization;
using System.Text.Json;

namespace RunbookDsl.Testing;

/// <summary><c>journalctl</c>.</summary>
internal static class JournalProgram
{
    private static readonly string[] Levels =
    [
        "emerg",
        "alert",
        "crit",
        "err",
        "warning",
        "notice",
        "info",
        "debug",
    ];
    private static readonly string[] Known =
    [
        "--unit NAME --output cat",
        "--unit=NAME --after-cursor=C --priority=err --output=json",
        "--lines=0 --show-cursor",
    ];
    private static readonly string[] WithValue = ["-u", "--unit", "-o", "--output", "-n", "--lines"];

    public static HostProgram[] All { get; } = [new("journalctl", FilePrograms.No, RunAsync)];

    private static async Task<int> RunAsync(ProgramCall call)
    {
        var options = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < call.Arguments.Length; i++)
        {
            var word = call.Arguments[i];
            if (WithValue.Contains(word) && i + 1 < call.Arguments.Length)
                options[Long(word)] = call.Arguments[++i];
            else if (word.Split('=', 2) is [var name, var value])
                options[name] = value;
            else
                options[word] = "";
        }
        foreach (var (name, value) in options)
            if (!IsKnown(name, value))
                return await call.UnknownAsync(string.Join(' ', call.Arguments), Known).ConfigureAwait(false);
        if (
            options.GetValueOrDefault("--unit") is { } unit
            && call.Machine.Units.Find(unit) is { Run: { } run }
        )
        {
            await ShellRun.SayAsync(call.Streams.Out, run.Output).ConfigureAwait(false);
            return 0;
        }
        return await TellAsync(call, options).ConfigureAwait(false);
    }

    private static string Long(string word) =>
        word switch
        {
            "-u" => "--unit",
            "-o" => "--output",
            "-n" => "--lines",
            _ => word,
        };

    private static bool IsKnown(string name, string value) =>
        name switch
        {
            "--output" => value is "cat" or "json",
            "--since" => value == "-1h",
            "--priority" => Levels.Contains(value),
            "--unit" or "--lines" or "--after-cursor" or "--grep" or "--case-sensitive" => true,
            "--output-fields" or "--no-pager" or "--quiet" or "-q" or "--show-cursor" => true,
            _ => false,
        };

    private static async Task<int> TellAsync(ProgramCall call, Dictionary<string, string> options)
    {
        var journal = call.Machine.Journal;
        IEnumerable<JournalEntry> found = journal.All;
        if (options.TryGetValue("--after-cursor", out var cursor))
        {
            if (JournalBook.NumberOf(cursor) is not { } after)
                return await call.FailAsync("Failed to seek to cursor: Invalid argument")
                    .ConfigureAwait(false);
            found = found.Where(e => e.Number > after);
        }
        if (options.ContainsKey("--since"))
            found = found.Where(e => e.Time >= call.Machine.Stage.Clock.GetUtcNow().AddHours(-1));
        if (options.TryGetValue("--unit", out var unit))
            found = found.Where(e => e.Unit == UnitBook.FullName(unit));
        if (options.TryGetValue("--priority", out var level))
            found = found.Where(e => e.Priority <= Array.IndexOf(Levels, level));
        if (options.TryGetValue("--grep", out var pattern))
        {
            var wanted = TextPrograms.Pattern(
                pattern,
                true,
                false,
                options.GetValueOrDefault("--case-sensitive") == "false"
            );
            found = found.Where(e => wanted.IsMatch(e.Message));
        }
        if (
            options.TryGetValue("--lines", out var lines)
            && int.TryParse(lines, CultureInfo.InvariantCulture, out var most)
        )
            found = found.TakeLast(most);
        JournalEntry[] entries = [.. found];
        foreach (var entry in entries)
            await call.SayAsync(
                    options.GetValueOrDefault("--output") == "json" ? Json(entry)
                    : options.GetValueOrDefault("--output") == "cat" ? entry.Message
                    : string.Create(
                        CultureInfo.InvariantCulture,
                        $"{entry.Time:MMM dd HH:mm:ss} {call.Machine.Name} {UnitBook.ShortName(entry.Unit)}: {entry.Message}"
                    )
                )
                .ConfigureAwait(false);
        if (options.ContainsKey("--show-cursor") && journal.All is [.., var last])
            await call.SayAsync(
                    $"-- cursor: {journal.CursorOf(entries.Length > 0 ? entries[^1].Number : last.Number)}"
                )
                .ConfigureAwait(false);
        return options.ContainsKey("--grep") && entries.Length == 0 ? 1 : 0;
    }

    private static string Json(JournalEntry entry) =>
        $"{{\"MESSAGE\":{JsonSerializer.Serialize(entry.Message)},\"PRIORITY\":\"{entry.Priority}\"}}";
}
