using System.Globalization;
using System.Runtime.CompilerServices;
using RunbookDsl.Journal;

namespace RunbookDsl.Engine;

/// <summary>
/// Takes what a step and its runbook lock, all or none, and lets it go at their end. A held run keeps what it
/// has: what is half done is nobody else's to touch.
/// </summary>
internal sealed class Locking(RunScope scope)
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _users = [];
    private readonly HashSet<string> _held = [];

    private LockClaim Claim => new(scope.Journal.RunId, scope.Journal.Epoch);

    /// <summary>
    /// Returns when the step's resources are the run's; holds the run when they will not be.
    /// </summary>
    [AsyncMethodBuilder(typeof(EagerBuilder))]
    public async Task TakeAsync(PlannedStep step)
    {
        if (scope.Request.IsSandbox || (step.Spec.Locks.Count == 0 && scope.Plan.Header.Locks.Count == 0))
            return;
        await TakeAllAsync(step, Wanted(step)).ConfigureAwait(false);
    }

    /// <summary>The step is over: nobody else of this run needs what it locked.</summary>
    public void Done(PlannedStep step)
    {
        List<string>? free = null;
        lock (_gate)
            foreach (var resource in step.Spec.Locks)
                if (_users.TryGetValue(Key(step, resource), out _) && Leave(step, resource))
                    (free ??= []).Add(resource);
        if (free is not null)
            Release(free);
    }

    /// <summary>The run is closed. That it failed to say so does no harm: a closed run has nothing.</summary>
    public void Close()
    {
        if (!scope.Request.IsSandbox && HasAny())
            LetGo(All());
    }

    // Apart, because most plans lock nothing and need not load what sorts names.
    private bool HasAny()
    {
        foreach (var step in scope.Plan.Steps)
            if (step.Spec.Locks.Count > 0)
                return true;
        return scope.Plan.Header.Locks.Count > 0;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private List<string> All()
    {
        var all = new SortedSet<string>(scope.Plan.Header.Locks, StringComparer.Ordinal);
        foreach (var step in scope.Plan.Steps)
            all.UnionWith(step.Spec.Locks);
        return [.. all];
    }

    private async Task TakeAllAsync(PlannedStep step, List<string> wanted)
    {
        var until = scope.Now + scope.Services.LockPatience;
        HeldLock? told = null;
        while (true)
        {
            var answer = scope.Services.Store.Locks.Take(Claim, wanted);
            if (answer.Blocker is not { } blocker)
            {
                Taken(step, answer.Held);
                return;
            }
            if (told != blocker)
                scope.Emit(RunEventKind.Waiting, step, $"for {Describe(blocker)}");
            told = blocker;
            if (scope.Now >= until)
                throw Held(step, blocker);
            await scope
                .Services.Pause.UntilAsync(scope.Now + Look, Look, scope.Control.Stop)
                .ConfigureAwait(false);
        }
    }

    private List<string> Wanted(PlannedStep step)
    {
        var all = new SortedSet<string>(scope.Plan.Header.Locks, StringComparer.Ordinal);
        all.UnionWith(step.Spec.Locks);
        return [.. all];
    }

    private void Taken(PlannedStep step, IReadOnlyList<HeldLock> locks)
    {
        List<HeldLock>? added = null;
        lock (_gate)
        {
            foreach (var resource in step.Spec.Locks)
                _users[Key(step, resource)] = 1;
            foreach (var held in locks)
                if (_held.Add(held.Resource))
                    (added ??= []).Add(held);
        }
        if (added is null)
            return;
        scope.Append(
            Body.Record(
                RecordTypes.LockTaken,
                null,
                0,
                w =>
                {
                    w.WriteStartObject("fences");
                    foreach (var held in added)
                        w.WriteNumber(held.Resource, held.Fence);
                    w.WriteEndObject();
                }
            )
        );
    }

    // The runbook's own are let go at its end only.
    private bool Leave(PlannedStep step, string resource)
    {
        _users.Remove(Key(step, resource));
        foreach (var key in _users.Keys)
            if (key.EndsWith("\n" + resource, StringComparison.Ordinal))
                return false;
        return !scope.Plan.Header.Locks.Contains(resource) && _held.Remove(resource);
    }

    private static string Key(PlannedStep step, string resource) => $"{step.Id}\n{resource}";

    private void Release(List<string> resources)
    {
        scope.Append(Body.Record(RecordTypes.LockReleased, null, 0, w => w.Strings("resources", resources)));
        LetGo(resources);
    }

    private void LetGo(List<string> resources)
    {
        try
        {
            scope.Services.Store.Locks.Release(Claim, resources);
        }
        catch (JournalException e)
        {
            scope.Emit(
                RunEventKind.Note,
                null,
                $"{string.Join(", ", resources)} stays locked until the run is closed: {e.Message}"
            );
        }
    }

    private static string Describe(HeldLock held) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{held.Resource}, which run {held.Claim.RunId} of {held.Holder.Operator}@{held.Holder.Host} has "
                + $"since {held.Since.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z"
        );

    private RunHeldException Held(PlannedStep step, HeldLock blocker) =>
        new(
            RunStatus.Held,
            $"'{step.Id}' waited {Durations.Text(scope.Services.LockPatience)} for {Describe(blocker)}. Nothing "
                + $"of this step was begun. Ask {blocker.Holder.Operator} to end that run, or break the lock with "
                + $"`runbook unlock {blocker.Resource} --reason \"…\"` when nothing of it is at work; then "
                + $"`runbook resume {scope.Journal.RunId}`."
        );
}
