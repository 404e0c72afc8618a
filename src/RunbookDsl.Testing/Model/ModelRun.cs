using RunbookDsl.Engine;
using RunbookDsl.Journal;

namespace RunbookDsl.Testing;

/// <summary>
/// One random plan with random faults, carried to its end by as many processes as it takes, and the
/// history of
/// it checked against the invariants and the reference model.
/// </summary>
internal sealed class ModelRun
{
    private const int MostLives = 4;
    private const int MostProcesses = 60;
    private readonly int _seed;
    private readonly Recipe _recipe;
    private readonly ModelOptions _options;
    private readonly ModelWorld _world;
    private readonly CrashRun _run;
    private readonly Random _faults;
    private bool _isTrashed;
    private bool _isTakenBack;
    private bool _isRefused;

    private ModelRun(int seed, Recipe recipe, ModelOptions options)
    {
        (_seed, _recipe, _options) = (seed, recipe, options);
        _faults = new Random(seed + 1);
        _world = new ModelWorld(recipe, new Random(seed + 2));
        var scenario = new CrashScenario("random plan", _world.Plan) { Turn = _world.LetOneGo };
        var kind = (FileSystemKind)_faults.Next(4);
        _run = new CrashRun(scenario, seed, kind, options.Folder, options.Wrapping);
    }

    /// <summary>Runs the seed; a plan that breaks a promise is shrunk before it is told.</summary>
    /// <returns>True if the run came to its end; false if its journal was refused as damaged.</returns>
    /// <exception cref="InvariantException">Seed, plan, history and what was broken.</exception>
    internal static async Task<bool> CheckAsync(int seed, ModelOptions options)
    {
        var recipe = Recipe.Draw(new Random(seed));
        var run = new ModelRun(seed, recipe, options);
        if (await run.BreaksAsync().ConfigureAwait(false) is not { } broken)
            return !run._isRefused;
        for (var i = recipe.Steps.Count - 1; i >= 0 && recipe.Steps.Count > 1; i--)
        {
            var smaller = new ModelRun(seed, recipe.Without(i), options);
            if (await smaller.BreaksAsync().ConfigureAwait(false) is { } still)
                (recipe, broken) = (recipe.Without(i), still);
        }
        throw new InvariantException(broken);
    }

    private async Task<string?> BreaksAsync()
    {
        try
        {
            await LiveAsync().ConfigureAwait(false);
            return null;
        }
        catch (JournalCorruptException) when (_isTrashed)
        {
            _isRefused = true;
            return null;
        }
        catch (Exception e) when (e is BrokenPromiseException or JournalException or EngineException)
        {
            return $"Seed {_seed} broke {e.Message}\nThe plan:\n{_recipe}\nOn {_run.Disk.Kind}, what "
                + $"happened:\n{_run.Trace}\n";
        }
    }

    private async Task LiveAsync()
    {
        for (var life = 0; life < MostLives && !IsClosed(); life++)
        {
            _isTakenBack |= _run.RunId is not null && !_options.IsPowerOnly && _faults.Next(6) == 0;
            _world.OnEffect = () => { };
            var fate = _options.IsPowerOnly
                ? FaultDraw.Death(_faults)
                : FaultDraw.Any(_faults, action => _world.OnEffect = action);
            await StepAsync(fate).ConfigureAwait(false);
            LosePower();
        }
        _world.OnEffect = () => { };
        await FinishAsync().ConfigureAwait(false);
        Check();
        if (_run.Disk.Root.IsLying)
            return;
        _run.LosePower(mayTrash: false);
        if (_run.Read() is not { } history)
            throw new BrokenPromiseException(Promises.Durable, "the run was closed and is gone");
        Promises.AllAcknowledged(_run.Trace, history);
    }

    private bool IsClosed() =>
        _run.Read() is { } history && history.Records[^1].Type == RecordTypes.RunClosed;

    // A disk that said "success" for what it has not got cannot be survived before somebody was told: it is
    // mounted writable again instead.
    private void LosePower()
    {
        var isDue = _options.IsPowerOnly || _run.Disk.IsReadOnly || _faults.Next(3) == 0;
        if (_run.Disk.Root.IsLying)
            _run.Disk.IsReadOnly = false;
        if (!isDue || _run.Disk.Root.IsLying)
            return;
        _isTrashed |= _run.LosePower(mayTrash: _faults.Next(4) == 0);
    }

    private Task<RunResult?> StepAsync(Life life) =>
        _isTakenBack && _run.RunId is not null && _run.Read() is not null
            ? _run.UndoAsync(life)
            : _run.GoOnAsync(life, fromFailed: true);

    private async Task FinishAsync()
    {
        for (var processes = 0; processes < MostProcesses; processes++)
        {
            var history = _run.Read();
            if (history is null && _run.Trace.Records.Count > 0)
                throw new BrokenPromiseException(Promises.Durable, "the run was acknowledged and is gone");
            if (history is not null)
                Promises.AllAcknowledged(_run.Trace, history);
            if (history?.Records[^1].Type == RecordTypes.RunClosed)
                return;
            if (_run.Last is { } held && Settled(held) is { } resolution)
                await _run.ResolveAsync(resolution).ConfigureAwait(false);
            await StepAsync(new Life()).ConfigureAwait(false);
            if (_run.Failure is { } failure)
                throw failure;
        }
        throw new BrokenPromiseException(Promises.Resume, $"{MostProcesses} processes did not end the run");
    }

    // An operator who looks at the world and tells the truth.
    private Resolution? Settled(RunResult held)
    {
        foreach (var step in held.State.Steps)
        {
            var isThere = _run.Effects.Get(step.Id) is not null;
            if (step.Phase == StepPhase.InDoubt && isThere)
                return new Resolution(step.Id, ResolutionKind.Done, "it is there")
                {
                    ResultJson = $"\"{ModelOperation.Result(step.Id)}\"",
                };
            if (step.Phase == StepPhase.InDoubt)
                return new Resolution(
                    step.Id,
                    _isTakenBack ? ResolutionKind.Undone : ResolutionKind.Rerun,
                    "it is not there"
                );
            if (step.Phase == StepPhase.UndoInDoubt)
                return new Resolution(
                    step.Id,
                    isThere ? ResolutionKind.Rerun : ResolutionKind.Undone,
                    "looked at it"
                );
        }
        return ByHand(held);
    }

    // The value from before is lost with a torn line: a person puts it back.
    private Resolution? ByHand(RunResult held)
    {
        var lost = held.State.Steps.FirstOrDefault(s =>
            held.Message.StartsWith($"What '{s.Id}' changed cannot be put back", StringComparison.Ordinal)
        );
        if (lost is null)
            return null;
        _run.Effects.Remove(lost.Id);
        return new Resolution(lost.Id, ResolutionKind.Undone, "put back by hand");
    }

    private void Check()
    {
        var history = _run.Read()!;
        Promises.Steps(_run.Trace, _run.Plan);
        Promises.Epochs(history);
        _run.VerifyLedger();
        var model = new ReferenceModel(_recipe, _run.Plan);
        model.Check(_run.Trace);
        var isTakenBack = StateFold.Of(history).Status == RunStatus.RolledBack;
        model.CheckWorld(_run.Effects, isTakenBack);
    }
}
