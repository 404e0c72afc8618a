namespace RunbookDsl.Testing;

/// <summary>Units of a scripted machine that work off queues, and what they are at.</summary>
internal sealed class WorkersBook(HostMachine machine)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, DateTimeOffset> _quiet = new(StringComparer.Ordinal);

    public IEnumerable<string> Patterns =>
        machine.Spec.Workers.SelectMany(w =>
            w.Quiets is { } quiets ? [w.Tells, quiets] : (string[])[w.Tells]
        );

    /// <summary>For comparing: whether each takes jobs.</summary>
    public IEnumerable<(string Unit, string Text)> Lines =>
        machine.Spec.Workers.Select(w =>
            (
                w.Unit,
                Unit(w) is not { IsActive: true } ? "stopped"
                : QuietSince(w) is null ? "take jobs"
                : "take no jobs"
            )
        );

    /// <summary>Whether such a command changes anything; null when it is none of theirs.</summary>
    public bool? IsChange(IReadOnlyList<string> words) =>
        machine.Spec.Workers.IsEmpty ? null
        : Find(words, w => w.Tells) is not null ? false
        : Find(words, w => w.Quiets) is not null ? true
        : null;

    /// <summary>Carries a command of theirs out; null when it is none.</summary>
    public async Task<int?> RunAsync(IReadOnlyList<string> words, ShellStreams streams)
    {
        if (machine.Spec.Workers.IsEmpty)
            return null;
        var quieted = Find(words, w => w.Quiets);
        if ((quieted ?? Find(words, w => w.Tells)) is not { } workers)
            return null;
        if (Unit(workers) is not { IsActive: true })
        {
            await ShellRun.SayAsync(streams.Error, $"{words[0]}: no worker answers\n").ConfigureAwait(false);
            return 1;
        }
        if (quieted is not null)
            Quiet(workers);
        else
            foreach (var job in Running(workers))
                await ShellRun.SayAsync(streams.Out, job + "\n").ConfigureAwait(false);
        return 0;
    }

    /// <summary>The unit gets the signal TSTP.</summary>
    public void Suspended(UnitState unit)
    {
        if (Of(unit) is { } workers && unit.IsActive)
            Quiet(workers);
    }

    /// <summary>All processes of the unit end; whoever starts it anew says so, too.</summary>
    public void Ended(UnitState unit)
    {
        if (Of(unit) is not { } workers)
            return;
        var jobs = Running(workers);
        if (jobs.Count > 0)
            machine.Stage.Accident(
                machine.Name,
                $"{workers.Unit} was ended while {string.Join(", ", jobs)} ran: who gives it out again has it run twice"
            );
        lock (_gate)
            _quiet.Remove(workers.Unit);
    }

    private WorkersSeed? Of(UnitState unit) =>
        machine.Spec.Workers.FirstOrDefault(w => UnitBook.FullName(w.Unit) == unit.Name);

    private WorkersSeed? Find(IReadOnlyList<string> words, Func<WorkersSeed, string?> command)
    {
        var line = string.Join(' ', words);
        return machine.Spec.Workers.FirstOrDefault(w => command(w) == line);
    }

    private UnitState? Unit(WorkersSeed workers) => machine.Units.Find(workers.Unit);

    private void Quiet(WorkersSeed workers)
    {
        lock (_gate)
            _quiet.TryAdd(workers.Unit, machine.Stage.Clock.GetUtcNow());
    }

    private DateTimeOffset? QuietSince(WorkersSeed workers)
    {
        lock (_gate)
            return _quiet.TryGetValue(workers.Unit, out var since) ? since : null;
    }

    private List<string> Running(WorkersSeed workers)
    {
        if (Unit(workers) is not { IsActive: true })
            return [];
        var passed = QuietSince(workers) is { } since
            ? machine.Stage.Clock.GetUtcNow() - since
            : TimeSpan.MinValue;
        return [.. workers.Jobs.Where(j => passed < j.Time).Select(j => j.Name)];
    }
}
