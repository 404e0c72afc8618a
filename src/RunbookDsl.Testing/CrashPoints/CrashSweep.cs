using RunbookDsl.Engine;
using RunbookDsl.Journal;

namespace RunbookDsl.Testing;

/// <summary>Goes through all crash points of one scenario.</summary>
internal sealed class CrashSweep(
    CrashScenario scenario,
    Action<CrashOutcome>? check,
    string folder,
    CancellationToken cancellation
)
{
    private int _points;
    private int _runs;
    private int _losses;
    private int _second;
    private int _refusals;
    private CrashRun _clean = null!;
    private CrashEnding _ending = null!;
    private CrashRun _run = null!;

    internal async Task<CrashReport> RunAsync()
    {
        try
        {
            await SweepAsync().ConfigureAwait(false);
            return new CrashReport(_points, _runs, _losses, _second, _refusals);
        }
        catch (BrokenPromiseException e)
        {
            throw Broken(e.Message);
        }
    }

    private async Task SweepAsync()
    {
        _clean = await PreparedAsync(scenario.Seed).ConfigureAwait(false);
        await scenario.StepAsync(_clean, new Life()).ConfigureAwait(false);
        if (_clean.Last?.Status is not (RunStatus.Done or RunStatus.RolledBack))
            throw new InvariantException(
                $"Scenario '{scenario.Name}' does not end without a crash, so nothing can be compared: "
                    + $"{_clean.Last?.Status} {_clean.Last?.Message}{_clean.Failure?.Message}\n{_clean.Trace}"
            );
        _ending = new CrashEnding(scenario, _clean);
        Check(_clean);
        var (disk, journal) = (_clean.Process!.Calls.Count, _clean.JournalCalls);
        for (var n = 1; n <= disk; n++)
            foreach (var after in (bool[])[false, true])
                await PointAsync(() => Life.EndsAtDiskCall(n, after)).ConfigureAwait(false);
        for (var n = 1; n <= journal; n++)
            foreach (var after in (bool[])[false, true])
                await PointAsync(() => Life.EndsAtJournalCall(n, after)).ConfigureAwait(false);
    }

    private async Task PointAsync(Func<Life> life)
    {
        _points++;
        for (var loss = 0; loss <= scenario.PowerLosses; loss++)
        {
            var run = await CrashedAsync(life(), loss).ConfigureAwait(false);
            await EndAsync(run, loss).ConfigureAwait(false);
        }
        if (scenario.SecondCrashEvery > 0 && _points % scenario.SecondCrashEvery == 0)
            await SecondAsync(life).ConfigureAwait(false);
    }

    // The resume is crashed at points of its own, until it no longer comes that far.
    private async Task SecondAsync(Func<Life> life)
    {
        for (var n = 1; ; n += scenario.SecondCrashEvery)
        {
            var loss = n % (scenario.PowerLosses + 1);
            var run = await CrashedAsync(life(), loss).ConfigureAwait(false);
            if (loss > 0)
                run.LosePower(mayTrash: false);
            if (run.Read() is not { } history || history.Records[^1].Type == RecordTypes.RunClosed)
                return;
            await scenario.StepAsync(run, Life.EndsAtDiskCall(n, after: n % 2 == 0)).ConfigureAwait(false);
            if (run.Failure is null)
                return;
            _second++;
            await EndAsync(run, (loss + 1) % (scenario.PowerLosses + 1)).ConfigureAwait(false);
        }
    }

    private async Task<CrashRun> CrashedAsync(Life life, int loss)
    {
        cancellation.ThrowIfCancellationRequested();
        var run = await PreparedAsync(unchecked((scenario.Seed * 7919) + (_points * 31) + loss))
            .ConfigureAwait(false);
        await scenario.StepAsync(run, life).ConfigureAwait(false);
        return run;
    }

    private async Task EndAsync(CrashRun run, int loss)
    {
        _runs++;
        // Rubbish only in every second loss: a journal that is refused goes on no further.
        var isTrashed = loss > 0 && run.LosePower(mayTrash: loss % 2 == 0);
        _losses += loss > 0 ? 1 : 0;
        try
        {
            await _ending.FinishAsync(run).ConfigureAwait(false);
        }
        catch (JournalCorruptException) when (isTrashed)
        {
            _refusals++;
            return;
        }
        catch (JournalException e)
        {
            throw new BrokenPromiseException(Promises.Resume, e.Message);
        }
        Check(run);
        CrashEnding.CheckAfterAll(run);
    }

    /// <summary>The scenario up to where its crash points begin.</summary>
    private async Task<CrashRun> PreparedAsync(int seed)
    {
        var run = _run = new CrashRun(scenario, seed, FileSystemKind.Ext4Ordered, folder);
        if (scenario.IsUndo)
        {
            var until = scenario.Until ?? run.Plan.Steps[Math.Max(0, run.Plan.Steps.Count - 2)].Id;
            await run.GoOnAsync(new Life(), until).ConfigureAwait(false);
        }
        return run;
    }

    private void Check(CrashRun run)
    {
        var (state, history) = _ending.Check(run);
        check?.Invoke(new CrashOutcome(Point(run), run.Effects, state, history));
    }

    private static string Point(CrashRun run)
    {
        var crashes = run.Trace.Events.Where(e => e.Kind == TraceKind.Crash).Select(e => e.Text);
        return string.Join("; then ", crashes) is { Length: > 0 } point ? point : "no crash";
    }

    private InvariantException Broken(string what) =>
        new(
            $"A crash broke {what}.\n"
                + $"Scenario '{scenario.Name}', seed {scenario.Seed}, point {_points}: {Point(_run)}.\n"
                + $"What happened:\n{_run.Trace}\n"
                + $"Without a crash:\n{_clean.Trace}\n"
        );
}
