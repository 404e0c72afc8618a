using System.Globalization;
using System.Text.RegularExpressions;

namespace RunbookDsl.LanguageServer;

/// <summary>What the snapshot of a runbook's clean rehearsal tells.</summary>
internal sealed partial class LastRehearsal
{
    private readonly Dictionary<string, TimeSpan> _took = new(StringComparer.Ordinal);
    private int _steps;

    private LastRehearsal(string path) => Path = path;

    public string Path { get; }

    /// <summary>How many steps there were, and how long all of it took by the clock of the
    /// rehearsal.</summary>
    public string Summary =>
        $"rehearsed: {_steps} step{(_steps == 1 ? "" : "s")}, {Shown(new(_took.Values.Sum(t => t.Ticks)))} at work";

    /// <summary>How long a step took; null when it was not there.</summary>
    public string? Took(string id) => _took.TryGetValue(id, out var took) ? Shown(took) : null;

    /// <summary>The snapshot beside a runbook; null when there is none.</summary>
    public static LastRehearsal? Of(string runbook)
    {
        var folder = System.IO.Path.GetDirectoryName(runbook) ?? "/";
        var path = System.IO.Path.Combine(folder, "snapshots", "clean.verified.txt");
        if (OtherFiles.TextOf(path) is not { } text)
            return null;
        var found = new LastRehearsal(path);
        string? step = null;
        TimeSpan? began = null;
        foreach (var line in text.Split('\n'))
        {
            if (
                line.StartsWith("runbook ", StringComparison.Ordinal)
                && line["runbook ".Length..].Trim() != System.IO.Path.GetFileNameWithoutExtension(runbook)
            )
                return null;
            if (Begins().Match(line) is { Success: true } header)
            {
                step = header.Groups[1].Value;
                began = null;
                found._steps++;
            }
            else if (step is not null && At().Match(line) is { Success: true } at)
            {
                var time = TimeOf(at);
                began ??= time;
                found._took[step] = time - began.Value;
            }
        }
        return found._steps > 0 ? found : null;
    }

    private static TimeSpan TimeOf(Match at) =>
        new(
            int.Parse(at.Groups[1].Value, CultureInfo.InvariantCulture),
            int.Parse(at.Groups[2].Value, CultureInfo.InvariantCulture),
            int.Parse(at.Groups[3].Value, CultureInfo.InvariantCulture)
        );

    private static string Shown(TimeSpan time) =>
        time < TimeSpan.FromSeconds(1) ? "under 1 s"
        : time < TimeSpan.FromMinutes(1) ? $"{time.Seconds} s"
        : time < TimeSpan.FromHours(1) ? $"{time.Minutes} min {time.Seconds} s"
        : $"{(int)time.TotalHours} h {time.Minutes} min";

    [GeneratedRegex(@"^  -- \d+ ([^:]+): ")]
    private static partial Regex Begins();

    [GeneratedRegex(@"^    \+(\d{1,5}):(\d\d):(\d\d)  ")]
    private static partial Regex At();
}
