using System.Text.Json;
using RunbookDsl.Engine;

namespace RunbookDsl.Cli;

/// <summary>
/// <c>runbook check FILE --against RUN…</c>: what resuming each of these runs with today's script would do.
/// Changes nothing; closed runs count too, so that a build can keep journals and see what an edit would have
/// meant for them.
/// </summary>
internal static class CheckAgainst
{
    private static readonly string[] Verdicts = ["allowed", "kept", "asked", "refused"];

    public static int Run(Invocation invocation, Session session)
    {
        var names = invocation.Values("--against");
        string? file = null;
        // A pattern that the shell has expanded comes as further arguments.
        foreach (var argument in invocation.Arguments)
            if (Directory.Exists(Path.GetFullPath(argument, session.Settings.WorkingDirectory)))
                names.Add(argument);
            else
                file = file is null ? argument : throw OneFile(invocation);
        var script = Path.GetFullPath(file ?? throw OneFile(invocation), session.Settings.WorkingDirectory);
        var runs = new AgainstRuns(session, invocation, script);
        var found = new List<CheckedRun>();
        foreach (var history in runs.Find(names))
            found.Add(CheckedRun.Of(history, script, session.Settings));
        if (invocation.Has("--json"))
            RunJson.Print(session.Out, w => Write(w, found));
        else
            Tell(session, file, found, runs.LeftOut);
        return found.Exists(r => r.IsRefused) ? ExitCodes.ScriptChanged : ExitCodes.Done;
    }

    private static UsageException OneFile(Invocation invocation) =>
        new("--against compares one FILE to runs.", invocation.Command);

    private static void Tell(Session session, string file, List<CheckedRun> runs, int leftOut)
    {
        foreach (var run in runs)
        {
            session.Out.Line(
                $"{run.State.RunId} \"{run.State.Title}\" ({StatusNames.Of(run.History, run.State)}): {Words(run.Verdict)}"
            );
            foreach (var row in run.Rows)
                session.Out.Line($"  {Verdicts[(int)row.Verdict], -8} {row}");
            if (run.Problem is { } problem)
                session.Out.Line("  " + problem.Replace("\n", "\n  ", StringComparison.Ordinal));
        }
        session.Out.Line(
            $"{file}: {runs.Count} run{(runs.Count == 1 ? "" : "s")}"
                + $"{(leftOut > 0 ? $", {leftOut} of other scripts left out" : "")}"
        );
    }

    private static string Words(string verdict) =>
        verdict switch
        {
            "same" => "nothing differs",
            "migrate" => "goes on with --migrate",
            "ask" => "goes on with --migrate and an answer",
            _ => "cannot go on with this script",
        };

    private static void Write(Utf8JsonWriter w, List<CheckedRun> runs)
    {
        w.WriteStartArray();
        foreach (var run in runs)
        {
            w.WriteStartObject();
            w.WriteString("id", run.State.RunId);
            w.WriteString("runbook", run.State.Title);
            w.WriteString("status", StatusNames.Of(run.History, run.State));
            w.WriteString("script", run.State.ScriptPath);
            w.WriteString("verdict", run.Verdict);
            w.WriteString("problem", run.Problem);
            w.WriteStartArray("differences");
            foreach (var row in run.Rows)
                Write(w, row);
            w.WriteEndArray();
            w.WriteEndObject();
        }
        w.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter w, MigrationRow row)
    {
        w.WriteStartObject();
        w.WriteString("step", row.Change?.Id);
        w.WriteString("change", row.Change?.Kind.ToString().ToLowerInvariant());
        w.WriteString("oldStep", row.Change?.OldId);
        w.WriteString("verdict", Verdicts[(int)row.Verdict]);
        w.WriteString("what", row.What);
        w.WriteString("text", row.Text);
        w.WriteEndObject();
    }
}
