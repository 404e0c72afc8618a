using System.Text;
using RunbookDsl.Engine;
using RunbookDsl.Journal;

namespace RunbookDsl.Cli;

/// <summary>A finding of the lint that the script's author accepted, as the archived script says.</summary>
/// <param name="Rules">The rules, as they are written.</param>
/// <param name="Reason">Why.</param>
/// <param name="Place">File and line.</param>
internal sealed record AcceptedFinding(string Rules, string Reason, string Place)
{
    private const string Sign = "// lint: ";
    private const string Because = " because ";

    /// <summary>
    /// All of them, in the scripts as they were when the run began. Read as text: a report must not load the
    /// compiler. None when the scripts are gone.
    /// </summary>
    public static IReadOnlyList<AcceptedFinding> Of(RunHistory history, RunState state)
    {
        if (state.Sources.Count == 0)
            return [];
        try
        {
            var found = new List<AcceptedFinding>();
            foreach (var (path, content) in RunArchive.Read(history, state.Sources).Files)
                Read(path, content, found);
            return found;
        }
        catch (JournalException)
        {
            return [];
        }
    }

    private static void Read(string path, byte[] content, List<AcceptedFinding> found)
    {
        if (!path.EndsWith(".csx", StringComparison.Ordinal))
            return;
        var lines = Encoding.UTF8.GetString(content).Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var at = lines[i].IndexOf(Sign, StringComparison.Ordinal);
            var why = at < 0 ? -1 : lines[i].IndexOf(Because, at, StringComparison.Ordinal);
            if (why >= 0)
                found.Add(
                    new(
                        lines[i][(at + Sign.Length)..why].Trim(),
                        lines[i][(why + Because.Length)..].Trim(),
                        $"{Path.GetFileName(path)}({i + 1})"
                    )
                );
        }
    }
}
