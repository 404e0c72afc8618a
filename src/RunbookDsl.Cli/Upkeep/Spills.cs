using RunbookDsl.Engine;
using RunbookDsl.Journal;

namespace RunbookDsl.Cli;

/// <summary>Outcomes that a journal could not take: where they go, and which of a run are waiting.</summary>
internal static class Spills
{
    /// <summary>
    /// RUNBOOK_SPILL, the user's run-time directory, memory, the temporary directory; on another file system
    /// than the journal where there is one.
    /// </summary>
    public static SpillPlaces Places(ProcessSettings settings)
    {
        var folders = new List<string>();
        foreach (
            var folder in new[]
            {
                settings.Value("RUNBOOK_SPILL"),
                settings.Value("XDG_RUNTIME_DIR"),
                "/dev/shm",
                settings.Value("TMPDIR") ?? "/tmp",
            }
        )
            if (
                folder is not null
                && (folder != "/dev/shm" || Directory.Exists(folder))
                && Path.GetFullPath(folder, settings.WorkingDirectory) is var full
                && !folders.Contains(full)
            )
                folders.Add(full);
        return new SpillPlaces(folders);
    }

    /// <summary>The spill that settles this step of this run.</summary>
    public static SpilledOutcome Find(Session session, Invocation invocation, string runId, string step)
    {
        var places = Places(session.Settings);
        if (invocation.Argument(2) is { } named)
            return
                places.Read(Path.GetFullPath(named, session.Settings.WorkingDirectory)) is var spill
                && spill.Step == step
                ? spill
                : throw new EngineException($"{named} is of step '{spill.Step}', not of '{step}'.");
        var found = new List<SpilledOutcome>();
        foreach (var spill in places.Find(runId))
            if (spill.Step == step)
                found.Add(spill);
        if (found.Count == 0)
            throw new EngineException(
                $"there is no spilled outcome of '{step}' of run {runId} in "
                    + $"{string.Join(", ", places.Folders)}. "
                    + $"Name the file: `runbook resolve {runId} {step} --from-spill FILE`; or settle the "
                    + "step with "
                    + "--done, --rerun, --undone or --skip."
            );
        return found[^1];
    }

    /// <summary>Says of which steps in doubt the outcome is kept somewhere.</summary>
    public static void Mention(Session session, Invocation invocation, string runId)
    {
        var spills = Places(session.Settings).Find(runId);
        if (spills.Count == 0)
            return;
        var state = StateFold.Of(session.Store(invocation).Read(runId));
        foreach (var spill in spills)
            if (state.Step(spill.Step).Phase is StepPhase.InDoubt or StepPhase.UndoInDoubt)
                session.Errors.Line(
                    $"runbook: the outcome of '{spill.Step}', which the journal could not take, is kept in "
                        + $"{spill.File}. Take it in: `runbook resolve {runId} {spill.Step} --from-spill "
                        + $"{spill.File}{session.JournalSuffix(invocation)}`."
                );
    }
}
