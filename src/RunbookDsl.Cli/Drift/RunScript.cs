using RunbookDsl.Engine;
using RunbookDsl.Journal;
using RunbookDsl.Scripting;

namespace RunbookDsl.Cli;

/// <summary>The script of a run that has begun: as it is today, and as it was.</summary>
internal sealed class RunScript(ProcessSettings settings, RunHistory history, RunState state)
{
    private string Pin => $"`runbook resume {history.RunId} --pinned` goes on with the script as it was";

    private string Migrate =>
        $"`runbook resume {history.RunId} --migrate --reason \"…\"` goes on with it as it is now";

    /// <exception cref="ScriptChangedException">It is gone, or cannot be read any more.</exception>
    public (LoadedPlan Plan, PlanLoader Scripts) Today()
    {
        if (!File.Exists(state.ScriptPath))
            throw new ScriptChangedException(
                $"The script of run {history.RunId} is gone: {state.ScriptPath}. Nothing was executed. {Pin}: it is "
                    + $"archived in {Path.Combine(history.Location, "script")}.",
                []
            );
        var scripts = ScriptWorld.Loader(settings);
        try
        {
            return (scripts.Load(RunArchive.InputsOf(state)), scripts);
        }
        catch (Exception e) when (e is AuthoringException or ScriptCompilationException)
        {
            // It could be read when the run began: whatever is wrong with it now has come since.
            throw new ScriptChangedException(
                $"{state.ScriptPath} no longer says what it said when run {history.RunId} began, and cannot "
                    + $"be read any more. Nothing was executed. {Pin}; or mend it.\n"
                    + Failure.Text(e, settings).TrimEnd('\n'),
                []
            );
        }
    }

    /// <summary>The plan in force, made by the archived sources.</summary>
    /// <exception cref="ScriptChangedException">They cannot be compiled any more.</exception>
    public (LoadedPlan Plan, PlanLoader Scripts) Pinned()
    {
        try
        {
            var plan = Archive().Plan(state, settings, out var scripts);
            return (plan, scripts);
        }
        catch (Exception e) when (e is AuthoringException or ScriptCompilationException)
        {
            throw new ScriptChangedException(
                $"The archived script of run {history.RunId} cannot be read any more. Nothing was executed. What it "
                    + $"brought besides its sources may be gone: packages, or files that it reads itself.\n"
                    + Failure.Text(e, settings).TrimEnd('\n'),
                []
            );
        }
    }

    /// <exception cref="ScriptChangedException">The plan is not the one in force; tells both.</exception>
    public void Check(Plan plan)
    {
        if (state.PlanHash.Length == 0)
            return;
        var changes = PlanDrift.Compare(history, state, plan);
        if (changes.IsNone)
            return;
        throw new ScriptChangedException(
            $"{plan.ScriptPath} no longer says what it said when run {history.RunId} began. Nothing was executed. "
                + $"{Pin}; {Migrate}.\n"
                + Told(changes, plan).TrimEnd('\n'),
            changes.Lines()
        );
    }

    /// <summary>Steps that were done with an earlier script and are no longer in this one.</summary>
    public IReadOnlyList<PlannedStep> Removed()
    {
        if (state.RemovedSteps.Count == 0 || state.IsClosed)
            return [];
        var steps = new List<PlannedStep>();
        var plans = new Dictionary<object, Plan?>();
        foreach (var removed in state.RemovedSteps)
        {
            if (!plans.TryGetValue(removed.Sources, out var plan))
                plans[removed.Sources] = plan = Earlier(removed);
            if (plan?.Find(removed.Id) is { } step)
                steps.Add(step);
        }
        return steps;
    }

    // The engine says what it lacks when it needs it.
    private Plan? Earlier(RemovedStep removed)
    {
        try
        {
            return RunArchive.Read(history, removed.Sources).Plan(state, settings, out _).Plan;
        }
        catch (Exception e) when (e is AuthoringException or ScriptCompilationException)
        {
            return null;
        }
    }

    public RunArchive Archive() => RunArchive.Read(history, state.Sources);

    private string Told(PlanChanges changes, Plan plan)
    {
        try
        {
            var archive = Archive();
            return new DriftText(settings, archive.Plan(state, settings, out _).Plan, archive, plan).Of(
                changes
            );
        }
        catch (RunbookException)
        {
            // Without the old script the names of the steps have to do.
            return new DriftText(settings, null, null, plan).Of(changes);
        }
    }
}
