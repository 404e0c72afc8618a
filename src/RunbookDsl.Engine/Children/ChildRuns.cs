using RunbookDsl.Journal;

namespace RunbookDsl.Engine;

/// <summary>
/// Begins, goes on with and takes back the child run of one step. The child's journal is the truth about the
/// child; the parent's says which run that is, durable before it begins.
/// </summary>
internal sealed class ChildRuns(RunScope scope, PlannedStep step) : IChildRuns
{
    private readonly ChildFinder _finder = new(scope, step);
    private readonly ChildRecords _records = new(scope, step);

    private StepState State => scope.State.Step(step.Id);

    public async Task<ChildRunResult> RunAsync(ChildRunOperation child, StepContext context)
    {
        var found = _finder.Find();
        var result = found.Look.Standing switch
        {
            ChildStanding.Done => null,
            ChildStanding.AtWork => throw AtWork(found.Look.Evidence),
            ChildStanding.Open => await GoOnAsync(child, context, found.State!).ConfigureAwait(false),
            ChildStanding.None => await BeginAsync(child, context, found.Look.RunId).ConfigureAwait(false),
            // Nobody comes here with these but by a person's order to run it anew.
            _ => await BeginAsync(child, context, null).ConfigureAwait(false),
        };
        var runId = result?.RunId ?? found.Look.RunId!;
        _records.Ended(runId, result?.Status ?? RunStatus.Done);
        if (result is null or { Status: RunStatus.Done })
            return new ChildRunResult(runId, "done");
        var isLate =
            context.Cancellation.IsCancellationRequested && !scope.Control.Cancel.IsCancellationRequested;
        throw isLate ? Late(result) : Held(result, "resume", "goes on with it");
    }

    public Task<ChildLook> LookAsync()
    {
        var look = _finder.Find().Look;
        if (look.Standing == ChildStanding.Unreadable && !State.RerunOrdered)
            throw new RunHeldException(
                RunStatus.InDoubt,
                $"'{step.Id}' is in doubt: {Sentence.Of(look.Evidence)} Nobody can tell what it has done. "
                    + $"Mend or restore its journal, then `runbook resume {scope.Journal.RunId}`; or look for "
                    + $"yourself, then `runbook resolve {scope.Journal.RunId} {step.Id} --done | --rerun | "
                    + $"--undone | --skip --reason \"…\"`."
            );
        return Task.FromResult(look);
    }

    public async Task TakeBackAsync(ChildRunOperation child, StepContext context)
    {
        var found = _finder.Find();
        if (found.Look.Standing is ChildStanding.None or ChildStanding.RolledBack)
            return;
        if (found.State is not { } state || found.Look.Standing == ChildStanding.AtWork)
            throw AtWork(found.Look.Evidence);
        var script = Read(child, state.Parameters);
        using var control = new ChildControl(scope.Control.Stop, context.Cancellation);
        var result = await WorkAsync(() =>
                Engine(script.Plan).UndoAsync(state.RunId, Request(script), null, control.Control)
            )
            .ConfigureAwait(false);
        _records.Ended(result.RunId, result.Status);
        if (result.Status != RunStatus.RolledBack)
            throw Held(result, "undo", "goes on with its undo");
    }

    private async Task<RunResult> BeginAsync(ChildRunOperation child, StepContext context, string? id)
    {
        var values = child.Values(context);
        var script = Read(child, values);
        var runId = id ?? _finder.FreeId();
        _records.Started(runId, script.Plan, values);
        using var control = new ChildControl(scope.Control.Stop, context.Cancellation);
        return await WorkAsync(() =>
                Engine(script.Plan).StartAsync(Request(script) with { RunId = runId }, control.Control)
            )
            .ConfigureAwait(false);
    }

    private async Task<RunResult> GoOnAsync(ChildRunOperation child, StepContext context, RunState state)
    {
        var script = Read(child, state.Parameters);
        if (State.Child is null)
            _records.Started(state.RunId, script.Plan, child.Values(context));
        using var control = new ChildControl(scope.Control.Stop, context.Cancellation);
        return await WorkAsync(() =>
                Engine(script.Plan).ResumeAsync(state.RunId, Request(script), control.Control)
            )
            .ConfigureAwait(false);
    }

    private async Task<RunResult> WorkAsync(Func<Task<RunResult>> work)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (JournalLockedException e)
        {
            throw AtWork(e.Message);
        }
        catch (JournalCorruptException e)
        {
            throw new RunHeldException(
                RunStatus.InDoubt,
                $"'{step.Id}' is in doubt: its child run cannot be gone on with: {e.Message}"
            );
        }
        catch (ScriptChangedException e)
        {
            throw new RunHeldException(RunStatus.Held, $"'{step.Id}' is held: {e.Message}");
        }
    }

    private ChildScript Read(ChildRunOperation child, IReadOnlyDictionary<string, string> values)
    {
        try
        {
            return child.ReadWith(values);
        }
        catch (AuthoringException e)
        {
            throw new RunHeldException(
                RunStatus.Held,
                $"'{step.Id}' cannot begin its child run: {scope.Redactor.Mask(e.Message)}"
            );
        }
    }

    private RunRequest Request(ChildScript script) =>
        new(script.Plan)
        {
            Sources = script.Sources,
            Archived = scope.Request.Archived,
            IsSandbox = scope.Request.IsSandbox,
            Directory = scope.Request.Directory,
            FromFailed = scope.Request.FromFailed,
            Parent = new ParentReference(scope.Journal.RunId, step.Id),
        };

    private RunbookEngine Engine(Plan plan)
    {
        var services = scope.Services.ForChild?.Invoke(plan) ?? scope.Services;
        return new RunbookEngine(
            services with
            {
                Store = scope.Services.Store,
                Secrets = new ChildSecrets(services.Secrets, scope.Services.Secrets, scope.Plan),
                Observer = new ChildObserver(scope),
            }
        );
    }

    private RunHeldException AtWork(string why) =>
        new(
            RunStatus.Held,
            $"'{step.Id}' waits for its child run: {Sentence.Of(why)} When that has ended, `runbook resume "
                + $"{scope.Journal.RunId}` takes it up."
        );

    private RunHeldException Late(RunResult child) =>
        new(
            child.Status == RunStatus.Aborted ? RunStatus.Held : child.Status,
            $"The time limit of '{step.Id}', {Durations.Text(step.Spec.Timeout ?? default)}, passed and its child "
                + $"run {child.RunId} (\"{child.State.Title}\") was cancelled: {Sentence.Of(child.Message)} Then "
                + $"`runbook resume {scope.Journal.RunId}` goes on with it."
        )
        {
            Child = child,
        };

    private RunHeldException Held(RunResult child, string verb, string does)
    {
        var at = child.StepId is { } id ? $" at '{id}'" : "";
        return new(
            child.Status,
            $"The child run {child.RunId} (\"{child.State.Title}\") of '{step.Id}' stopped{at}: "
                + $"{Sentence.Of(child.Message)} Then `runbook {verb} {scope.Journal.RunId}` {does}."
        )
        {
            Child = child,
        };
    }
}
