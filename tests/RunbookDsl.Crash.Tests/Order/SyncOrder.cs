using System.Text.RegularExpressions;

namespace RunbookDsl.Crash.Tests;

/// <summary>
/// Follows a trace like a disk that forgets everything that was not synced: what was written and what was
/// named, until the sync that makes it last.
/// </summary>
internal sealed partial class SyncOrder(Case at)
{
    // For people, for the kernel's locks, and a reserve: nobody acts on what is in them.
    private static readonly string[] NotTrusted = ["lock", "alive", "ballast"];

    private readonly HashSet<string> _written = [];
    private readonly HashSet<string> _named = [];
    private readonly List<string> _violations = [];

    /// <summary>Syncs that were needed.</summary>
    public int Syncs { get; private set; }

    /// <summary>What was acted on although a power cut could still have taken it.</summary>
    /// <param name="at">The case that was watched.</param>
    /// <param name="trace">What strace saw.</param>
    /// <param name="unsynced">Folders with names that no sync had made last before the process began.</param>
    /// <param name="syncs">Syncs that were needed.</param>
    public static IReadOnlyList<string> Violations(
        Case at,
        IEnumerable<string> trace,
        IEnumerable<string> unsynced,
        out int syncs
    )
    {
        var order = new SyncOrder(at);
        order._named.UnionWith(unsynced);
        foreach (var line in trace)
            order.Follow(line);
        order.NothingIsOpen("the end of the process");
        syncs = order.Syncs;
        return order._violations;
    }

    private void Follow(string line)
    {
        if (line.Contains(at.Effects + ">", StringComparison.Ordinal) && line.Contains("pwrite64("))
            NothingIsOpen("an effect: " + line);
        if (!line.Contains(at.Folder, StringComparison.Ordinal) || Failed().IsMatch(line))
            return;
        // Told to whoever verifies, and never waited for: a power cut may take it.
        if (line.Contains(at.Home + "/open", StringComparison.Ordinal))
            return;
        var paths = Paths().Matches(line).Select(m => m.Groups[1].Value + m.Groups[2].Value);
        var path = paths.Where(p => p.StartsWith(at.Folder, StringComparison.Ordinal)).ToList();
        switch (Call().Match(line).Groups[1].Value)
        {
            case "pwrite64" or "ftruncate" when path[0] != at.Effects && IsTrusted(path[0]):
                _written.Add(path[0]);
                break;
            case "fdatasync":
                Syncs += _written.Remove(path[0]) ? 1 : 0;
                break;
            case "fsync":
                Syncs += _named.Remove(path[0]) ? 1 : 0;
                break;
            case "openat" when IsNew(line, path[0]):
            case "mkdir":
                Name(path[0]);
                break;
            case "rename" or "link":
                Move(line, path[0], path[1]);
                break;
        }
    }

    private void Move(string line, string from, string to)
    {
        if (_written.Concat(_named).Any(p => p == from || p.StartsWith(from + "/", StringComparison.Ordinal)))
            _violations.Add($"named before it was synced: {line}");
        Name(to);
    }

    private void Name(string path) => _named.Add(Path.GetDirectoryName(path)!);

    private void NothingIsOpen(string when)
    {
        _violations.AddRange(_written.Select(p => $"{p} was written and not synced before {when}"));
        _violations.AddRange(_named.Select(p => $"a name in {p} was not synced before {when}"));
        _written.Clear();
        _named.Clear();
    }

    private static bool IsTrusted(string path) => !NotTrusted.Contains(Path.GetFileName(path));

    private static bool IsNew(string line, string path) =>
        line.Contains("O_EXCL", StringComparison.Ordinal)
        || (
            line.Contains("O_CREAT", StringComparison.Ordinal)
            && path.EndsWith("ledger.jsonl", StringComparison.Ordinal)
        );

    [GeneratedRegex(@"^\d+ +(\w+)\(")]
    private static partial Regex Call();

    // <…> is what a descriptor stands for, "…" a name as it was given.
    [GeneratedRegex("<(/[^>]*)>|\"(/[^\"]*)\"")]
    private static partial Regex Paths();

    [GeneratedRegex(@" = -1 E")]
    private static partial Regex Failed();
}
