using System.Text;

namespace RunbookDsl.Testing;

/// <summary>
/// Tells what differs, in a form that programs can read too: the folder, then the lists <c>New</c>,
/// <c>NotEqual</c>, <c>Delete</c> and <c>Equal</c> with a file name a line, then what to do.
/// </summary>
public static class SnapshotReport
{
    /// <summary>The text; empty when every snapshot holds.</summary>
    /// <param name="folder">The snapshots.</param>
    /// <param name="outcomes">What was compared, and what dangles.</param>
    public static string Of(SnapshotFolder folder, IReadOnlyList<SnapshotOutcome> outcomes)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(outcomes);
        if (outcomes.All(o => o.IsEqual))
            return "";
        var text = new StringBuilder();
        Line(text, $"Directory: {folder.Path}");
        Pairs(text, "New", outcomes, SnapshotKind.New);
        Pairs(text, "NotEqual", outcomes, SnapshotKind.Changed);
        var dangling = Those(outcomes, SnapshotKind.Dangling);
        if (dangling.Count > 0)
            Line(text, "Delete:");
        foreach (var outcome in dangling)
            Line(text, $"  - {Path.GetFileName(outcome.Path)}");
        Pairs(text, "Equal", outcomes, SnapshotKind.Equal);
        foreach (var outcome in Those(outcomes, SnapshotKind.Changed))
            text.Append('\n').Append(Path.GetFileName(outcome.Path)).Append(":\n").Append(outcome.Difference);
        foreach (var trouble in outcomes.Select(o => o.Trouble).OfType<string>().Distinct())
            Line(text, $"\n{trouble}");
        return text.Append('\n')
            .Append(Advice(folder, dangling.Count < outcomes.Count(o => !o.IsEqual)))
            .ToString();
    }

    private static void Pairs(
        StringBuilder text,
        string title,
        IReadOnlyList<SnapshotOutcome> outcomes,
        SnapshotKind kind
    )
    {
        var those = Those(outcomes, kind);
        if (those.Count > 0)
            Line(text, $"{title}:");
        foreach (var outcome in those)
        {
            var verified = Path.GetFileName(outcome.Path);
            var received = verified.Replace(".verified.", ".received.", StringComparison.Ordinal);
            Line(text, $"  - Received: {received}");
            Line(text, $"    Verified: {verified}");
        }
    }

    private static List<SnapshotOutcome> Those(IReadOnlyList<SnapshotOutcome> outcomes, SnapshotKind kind) =>
        [.. outcomes.Where(o => o.Kind == kind).OrderBy(o => o.Path, StringComparer.Ordinal)];

    private static string Advice(SnapshotFolder folder, bool hasReceived) =>
        folder.IsCi
            ? "Nothing was written, because this is CI. Run the same on your own machine, look at what "
                + "differs, accept it, and commit the files.\n"
        : hasReceived ? "Look at the received files, then accept or reject them.\n"
        : "No scenario has these names any more: accept deletes them.\n";

    private static void Line(StringBuilder text, string line) => text.Append(line).Append('\n');
}
