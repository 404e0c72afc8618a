using RunbookDsl.Engine;
using RunbookDsl.Journal;
using RunState = RunbookDsl.Engine.RunState;

namespace RunbookDsl.Testing;

/// <summary>Carries a crashed run to its end and compares it with the uninterrupted one.</summary>
internal sealed class CrashEnding(CrashScenario scenario, CrashRun clean)
{
    private const int MostProcesses = 20;

    /// <summary>Goes on as an operator would, and settles what is held by looking at the world.</summary>
    internal async Task FinishAsync(CrashRun run)
    {
        for (var processes = 0; processes < MostProcesses; processes++)
        {
            if (run.Read() is not { } history)
                LostIfTold(run);
            else
            {
                Promises.AllAcknowledged(run.Trace, history);
                if (history.Records[^1].Type == RecordTypes.RunClosed)
                    return;
            }
            if (run.Last is { } held && Settled(run, held) is { } resolution)
                await run.ResolveAsync(resolution).ConfigureAwait(false);
            var result = await scenario.StepAsync(run, new Life()).ConfigureAwait(false);
            if (run.Failure is { } failure)
                throw failure;
            if (result!.Status is RunStatus.Done or RunStatus.RolledBack)
                return;
        }
        throw new BrokenPromiseException(Promises.Resume, $"{MostProcesses} processes did not end the run");
    }

    private static void LostIfTold(CrashRun run)
    {
        if (run.Trace.Records.Count > 0)
            throw new BrokenPromiseException(Promises.Durable, "the run was acknowledged and is gone");
    }

    private Resolution? Settled(CrashRun run, RunResult held)
    {
        if (scenario.Settle is { } settle)
            return settle(held, run.Effects);
        var doubts = held.State.Steps.Where(s => s.Phase is StepPhase.InDoubt or StepPhase.UndoInDoubt);
        if (doubts.FirstOrDefault() is not { } state)
            return null;
        var isThere = Expected.Of(clean, state.Id) <= Expected.Of(run, state.Id);
        var kind =
            !isThere ? ResolutionKind.Rerun
            : state.Phase == StepPhase.InDoubt ? ResolutionKind.Done
            : ResolutionKind.Undone;
        return new Resolution(state.Id, kind, "looked at the world")
        {
            ResultJson = kind == ResolutionKind.Done ? Expected.Result(clean, state.Id) : null,
        };
    }

    /// <summary>Every invariant, on a run that has ended.</summary>
    internal (RunState State, RunHistory History) Check(CrashRun run)
    {
        try
        {
            var history = run.Read()!;
            Promises.AllAcknowledged(run.Trace, history);
            Promises.Steps(run.Trace, run.Plan);
            Promises.Epochs(history);
            run.VerifyLedger();
            var state = StateFold.Of(history);
            Expected.Same(clean, run, state);
            return (state, history);
        }
        catch (JournalException e)
        {
            throw new BrokenPromiseException(Promises.Chain, e.Message);
        }
    }

    /// <summary>What was closed stays, also when the power goes much later.</summary>
    internal static void CheckAfterAll(CrashRun run)
    {
        run.LosePower(mayTrash: false);
        if (run.Read() is not { } history)
            throw new BrokenPromiseException(Promises.Durable, "the run was closed and is gone");
        Promises.AllAcknowledged(run.Trace, history);
        if (run.Last is not null && !history.Anchored)
            throw new BrokenPromiseException(Promises.Durable, "the run was closed and the ledger lost it");
    }
}
