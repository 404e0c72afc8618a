using System.Globalization;
using RunbookDsl.Engine;
using RunbookDsl.Journal;

namespace RunbookDsl.Cli;

/// <summary>
/// <c>runbook runs prune</c>: removes closed runs of a certain age. Their lines in the ledger stay.
/// </summary>
internal sealed class PruneCommand(Invocation invocation, Session session)
{
    private readonly List<(RunListing Run, long Bytes)> _gone = [];
    private readonly List<(RunListing Run, string Why)> _kept = [];

    public int Run()
    {
        var isDry = invocation.Has("--dry-run");
        var store = session.Files(invocation);
        foreach (var run in Old(store))
            try
            {
                _gone.Add((run, isDry ? store.SizeOf(run) : store.Prune(run.RunId)));
            }
            catch (JournalException e)
            {
                _kept.Add((run, e.Message));
            }
        if (invocation.Has("--json"))
            PrintJson(isDry);
        else
            Print(isDry);
        return _kept.Count == 0 ? ExitCodes.Done : ExitCodes.Journal;
    }

    private List<RunListing> Old(FileJournalStore store)
    {
        var now = session.Clock.GetUtcNow();
        var age =
            Age("--older-than")
            ?? throw new UsageException("--older-than AGE is missing.", invocation.Command);
        var sandboxAge = Age("--sandbox-older-than") ?? age;
        var keep = Keep();
        var old = new List<RunListing>();
        foreach (var run in store.List())
            if (run.History is not { Owner: null } history)
                continue;
            else if (StateFold.Of(history) is { IsClosed: true } state && keep-- <= 0)
                if (now - state.LastAt > (state.IsSandbox ? sandboxAge : age))
                    old.Add(run);
        return old;
    }

    private int Keep() =>
        invocation.Value("--keep") is not { } text ? 0
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var keep) ? keep
        : throw new UsageException($"--keep wants a number of runs, not '{text}'.", invocation.Command);

    private TimeSpan? Age(string option)
    {
        if (invocation.Value(option) is not { } text)
            return null;
        var isNumber = int.TryParse(
            text.AsSpan(0, Math.Max(0, text.Length - 1)),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var count
        );
        return text switch
        {
            _ when !isNumber || count > 36500 => throw Wrong(option, text),
            [.., 'd'] => TimeSpan.FromDays(count),
            [.., 'h'] => TimeSpan.FromHours(count),
            _ => throw Wrong(option, text),
        };
    }

    private UsageException Wrong(string option, string text) =>
        new($"{option} wants days or hours such as 90d or 12h, not '{text}'.", invocation.Command);

    private void Print(bool isDry)
    {
        var bytes = 0L;
        foreach (var (run, size) in _gone)
        {
            bytes += size;
            session.Out.Line($"{run.RunId}  {(isDry ? "would be pruned" : "pruned")}  {Size(size)}");
        }
        foreach (var (run, why) in _kept)
            session.Errors.Line($"runbook: {run.RunId} is kept: {why}");
        session.Out.Line(
            _gone.Count == 0
                ? "No closed run is that old: nothing was removed."
                : $"{_gone.Count} {(_gone.Count == 1 ? "run" : "runs")}, {Size(bytes)} {What(isDry)}."
        );
    }

    private static string What(bool isDry) =>
        isDry ? "would be freed; nothing was removed" : "freed; the ledger keeps their lines";

    private void PrintJson(bool isDry) =>
        RunJson.Print(
            session.Out,
            w =>
            {
                w.WriteStartObject();
                w.WriteBoolean("dryRun", isDry);
                w.WriteNumber("bytes", _gone.Sum(g => g.Bytes));
                w.WriteStartArray("pruned");
                foreach (var (run, size) in _gone)
                {
                    w.WriteStartObject();
                    w.WriteString("id", run.RunId);
                    w.WriteNumber("bytes", size);
                    w.WriteEndObject();
                }
                w.WriteEndArray();
                w.WriteStartArray("kept");
                foreach (var (run, why) in _kept)
                {
                    w.WriteStartObject();
                    w.WriteString("id", run.RunId);
                    w.WriteString("why", why);
                    w.WriteEndObject();
                }
                w.WriteEndArray();
                w.WriteEndObject();
            }
        );

    private static string Size(long bytes) =>
        bytes < 1024 * 1024
            ? $"{(bytes + 1023) / 1024} KiB"
            : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:0.0} MiB");
}
