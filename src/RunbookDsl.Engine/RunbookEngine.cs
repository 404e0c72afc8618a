using System.Runtime.CompilerServices;
using RunbookDsl.Journal;

namespace RunbookDsl.Engine;

/// <summary>
/// Carries out plans. Every effect has a durable intent before it; an outcome that is written is never
/// executed again; what is interrupted is looked at, never guessed.
/// </summary>
/// <param name="services">The world outside.</param>
public sealed class RunbookEngine(EngineServices services)
{
    /// <summary>Begins a run and works on it until it is done or held.</summary>
    /// <exception cref="SecretMissingException">A secret the plan names has no value; nothing was
    /// begun.</exception>
    /// <exception cref="JournalException">The journal cannot be written; nothing was executed after
    /// that.</exception>
    [AsyncMethodBuilder(typeof(EagerBuilder<>))]
    public async Task<RunResult> StartAsync(RunRequest request, RunControl control)
    {
        CheckSteps(request);
        CheckSecrets(request.Plan);
        var identity = new RunIdentity(
            request.RunId ?? RunId.New(services.IdClock ?? services.Clock, services.Random),
            request.Plan.Header.Title
        );
        var opened = OpeningRecords.Opened(request, services.Operator);
        using var journal = services.Store.Create(identity, opened);
        var state = new RunState(identity.RunId) { Title = identity.Runbook };
        var scope = new RunScope(services, journal, request, state, control);
        StateFold.Apply(state, opened);
        OpeningRecords.FixPlan(scope);
        using var alive = AttemptLock.Open(journal.Location);
        alive.TryTake();
        using var watch = scope.Watch();
        scope.Emit(RunEventKind.RunStarted, null, journal.Location);
        Skips.Apply(scope);
        return await new RunExecution(scope).RunAsync().ConfigureAwait(false);
    }

    /// <summary>Goes on with a run where its journal says it stands.</summary>
    /// <exception cref="ScriptChangedException">The plan is not the one the run began with.</exception>
    /// <exception cref="JournalLockedException">Another process works on it.</exception>
    [AsyncMethodBuilder(typeof(EagerBuilder<>))]
    public async Task<RunResult> ResumeAsync(string runId, RunRequest request, RunControl control)
    {
        CheckSteps(request);
        CheckSecrets(request.Plan);
        using var taken = TakenRun.Take(services, runId, request, control, "resume");
        using var watch = taken.Scope.Watch();
        if (await taken.OldAttemptAsync().ConfigureAwait(false) is { } held)
            return held;
        // A crash before the plan was durable has executed nothing: this plan is the run's.
        if (taken.Scope.State.PlanHash.Length == 0)
            OpeningRecords.FixPlan(taken.Scope);
        Skips.Apply(taken.Scope);
        return await new RunExecution(taken.Scope).RunAsync().ConfigureAwait(false);
    }

    /// <summary>
    /// Takes back what the run did, last first, with the values captured before each change, and closes it;
    /// with <paramref name="downTo"/> stops when that step is the last one that stands.
    /// </summary>
    [AsyncMethodBuilder(typeof(EagerBuilder<>))]
    public async Task<RunResult> UndoAsync(
        string runId,
        RunRequest request,
        string? downTo,
        RunControl control
    )
    {
        if (downTo is not null && request.Plan.Find(downTo) is null)
            throw Unknown(downTo, request.Plan);
        CheckSecrets(request.Plan);
        using var taken = TakenRun.Take(services, runId, request, control, "undo");
        using var watch = taken.Scope.Watch();
        if (await taken.OldAttemptAsync().ConfigureAwait(false) is { } held)
            return held;
        return await new UndoExecution(taken.Scope, downTo).RunAsync().ConfigureAwait(false);
    }

    /// <summary>
    /// Writes a person's decision about a step into the journal; the next resume goes by it.
    /// </summary>
    public RunState Resolve(string runId, RunRequest request, Resolution resolution)
    {
        using var control = new RunControl();
        if (Step(request, resolution.StepId) is not { } step)
            throw Unknown(resolution.StepId, request.Plan);
        using var taken = TakenRun.Take(services, runId, request, control, "resolve");
        taken.Decide(step, resolution);
        return taken.Scope.State;
    }

    /// <summary>
    /// Takes a run over from another operator and leaves it as it was held; the next resume goes on with it.
    /// </summary>
    /// <exception cref="JournalLockedException">Its owner has not let it go, and it is not to be
    /// stolen.</exception>
    public RunState TakeOver(string runId, RunRequest request, Handover handover)
    {
        using var control = new RunControl();
        var verb = handover.IsStolen ? "steal" : "accept";
        using var taken = TakenRun.Take(services, runId, request, control, verb);
        taken.HandOver(handover);
        return taken.Scope.State;
    }

    /// <summary>
    /// Takes a resource from a run that nobody runs, with a line in that run's journal that says so.
    /// </summary>
    public void Unlock(string runId, RunRequest request, HeldLock held, string reason)
    {
        using var control = new RunControl();
        using var taken = TakenRun.Take(services, runId, request, control, "unlock");
        taken.Unlock(held, reason);
        services.Store.Locks.Release(held.Claim, [held.Resource]);
    }

    /// <summary>
    /// Takes in an outcome that the journal could not take when its effect had happened. It must belong to
    /// this journal, and to the attempt that is in doubt.
    /// </summary>
    /// <exception cref="EngineException">It does not fit; the message says why, nothing was
    /// changed.</exception>
    public RunState Resolve(string runId, RunRequest request, SpilledOutcome spill)
    {
        ArgumentNullException.ThrowIfNull(spill);
        using var control = new RunControl();
        var resolver = new SpillResolver(services, spill);
        if (Step(request, spill.Step) is not { } step)
            throw Unknown(spill.Step, request.Plan);
        resolver.CheckChain(services.Store.Read(runId));
        using var taken = TakenRun.Take(services, runId, request, control, "resolve");
        taken.Settle(
            () => resolver.Apply(taken.Scope, step),
            $"The outcome of '{step.Id}' was taken in from {spill.File} by {services.Operator}. "
                + $"`runbook resume {runId}` goes on."
        );
        return taken.Scope.State;
    }

    private static PlannedStep? Step(RunRequest request, string id)
    {
        foreach (var removed in request.Removed)
            if (removed.Id == id)
                return request.Plan.Find(id) ?? removed;
        return request.Plan.Find(id);
    }

    private void CheckSecrets(Plan plan)
    {
        List<SecretReference>? missing = null;
        foreach (var secret in plan.Secrets())
            if (services.Secrets.Find(secret) is null)
                (missing ??= []).Add(secret);
        if (missing is not null)
            throw new SecretMissingException(missing[0].Name, SecretMessages.Missing(missing));
    }

    private static void CheckSteps(RunRequest request)
    {
        if (request.Until is { } until && request.Plan.Find(until) is null)
            throw Unknown(until, request.Plan);
        foreach (var (id, reason) in request.Skips)
        {
            if (request.Plan.Find(id) is null)
                throw Unknown(id, request.Plan);
            if (string.IsNullOrWhiteSpace(reason))
                throw new EngineException($"to skip '{id}' wants its reason: add --reason \"…\".");
        }
    }

    private static EngineException Unknown(string id, Plan plan)
    {
        var known = plan.Steps.Select(s => s.Id).ToList();
        return new EngineException(
            $"there is no step '{id}'{Nearest.Suggest(id, known)}. The plan's steps: "
                + $"{string.Join(", ", known.Take(12))}"
                + $"{(known.Count > 12 ? ", …" : "")}."
        );
    }
}
