using System.Text.Json;
using RunbookDsl.Engine;

namespace RunbookDsl.Testing;

/// <summary>
/// The operator of a rehearsal: mends what was wrong (a fault strikes no more often than it was told to),
/// looks at the world where the engine holds in doubt, and goes on, or back.
/// </summary>
/// <param name="run">The run.</param>
/// <param name="clean">The same run without a fault, which says what a step's effect looks like; null when
/// this is it.</param>
internal sealed class Operator(RehearsalRun run, RehearsalResult? clean)
{
    private const int MostLives = 16;
    private readonly HashSet<string> _ordered = [];
    private string? _unverified;

    private bool IsGoingOn => run.Lives.Count < MostLives && !run.IsGivenUp;

    public async Task GoOnAsync()
    {
        while (run.Last?.Status != RunStatus.Done && IsGoingOn && run.RunId is not null)
        {
            var before = run.Read()?.Records.Count ?? 0;
            if (run.Last is { } held && Doubt(held) is { } resolution)
                await run.ResolveAsync(resolution).ConfigureAwait(false);
            await run.ResumeAsync().ConfigureAwait(false);
            if (IsStuck(before))
                return;
            if (Unverified() is { } again)
                await run.ResolveAsync(again).ConfigureAwait(false);
        }
        // A process that was killed before the run was durable has left nothing: it is begun once more.
        if (run.RunId is null && IsGoingOn)
            await run.ExecAsync().ConfigureAwait(false);
    }

    public async Task TakeBackAsync()
    {
        while (
            run.Last?.Status is not (RunStatus.RolledBack or RunStatus.Done)
            && IsGoingOn
            && run.RunId is not null
        )
        {
            var (lives, before) = (run.Lives.Count, run.Read()?.Records.Count ?? 0);
            if (run.Last is { } held && Doubt(held) is { } resolution)
                await run.ResolveAsync(resolution).ConfigureAwait(false);
            await run.UndoAsync().ConfigureAwait(false);
            if (IsStuck(before))
                return;
            if (run.Last is { Status: RunStatus.Held or RunStatus.GuardRefused } && lives > 1)
                return;
        }
    }

    // What ran, and does not verify when it is looked at again, is run again once.
    private Resolution? Unverified()
    {
        var seen =
            run.Last is { Status: RunStatus.Held, StepId: { } id }
            && run.Last.State.Step(id).Phase == StepPhase.Ok
                ? id
                : null;
        var isAgain = seen is not null && seen == _unverified;
        _unverified = seen;
        return isAgain && _ordered.Add(seen!)
            ? new Resolution(seen!, ResolutionKind.Rerun, "it does not verify")
            : null;
    }

    // A second refusal in the same words would be followed by a third.
    private bool IsStuck(int recordsBefore) =>
        run.Last is null && run.Lives[^1].End is not null && run.Read()?.Records.Count == recordsBefore;

    private Resolution? Doubt(RunResult held)
    {
        var doubt = held.State.Steps.FirstOrDefault(s =>
            s.Phase is StepPhase.InDoubt or StepPhase.UndoInDoubt
        );
        if (doubt is null)
            return null;
        if (doubt.Phase == StepPhase.UndoInDoubt)
            return new Resolution(
                doubt.Id,
                IsTakenBack(doubt.Id) ? ResolutionKind.Undone : ResolutionKind.Rerun,
                "looked at the world"
            );
        var isThere =
            Effects(run.Stage.Log.Events, doubt.Id) is var now && now > 0 && now >= Wanted(doubt.Id);
        return new Resolution(
            doubt.Id,
            isThere ? ResolutionKind.Done : ResolutionKind.Rerun,
            "looked at the world"
        )
        {
            ResultJson = isThere ? CleanResult(doubt.Id) : null,
        };
    }

    // Whatever a process that was taking back did for the step was its undo.
    private bool IsTakenBack(string step) =>
        run.Stage.Log.Events.Any(e =>
            e.IsApplied && e.Call.Step == step && run.Lives.Any(l => l.Number == e.Life && l.Verb == "undo")
        );

    private int Wanted(string step) => clean is null ? 1 : Effects(clean.Events, step);

    private static int Effects(IReadOnlyList<WorldEvent> events, string step) =>
        events.Count(e => e.IsApplied && e.Call.Step == step);

    private string? CleanResult(string step) =>
        clean?.State?.Step(step).Result is { ValueKind: not JsonValueKind.Undefined } result
            ? result.GetRawText()
            : null;
}
