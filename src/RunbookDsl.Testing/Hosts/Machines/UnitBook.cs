namespace RunbookDsl.Testing;

/// <summary>The systemd units of a scripted machine.</summary>
internal sealed class UnitBook(HostMachine machine)
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, UnitState> _units = new(StringComparer.Ordinal);

    private readonly Dictionary<string, UnitState> _transient = new(StringComparer.Ordinal);

    /// <summary>Those that have a file; what was made by <c>systemd-run</c> is found by its name
    /// alone.</summary>
    public IReadOnlyList<UnitState> All
    {
        get
        {
            lock (_gate)
                return [.. _units.Values];
        }
    }

    public static string FullName(string name) =>
        name.Contains('.', StringComparison.Ordinal) ? name : name + ".service";

    public static string ShortName(string name) =>
        name.EndsWith(".service", StringComparison.Ordinal) ? name[..^8] : name;

    public UnitState? Find(string name)
    {
        lock (_gate)
            return _units.GetValueOrDefault(FullName(name)) ?? _transient.GetValueOrDefault(FullName(name));
    }

    public void Set(UnitState unit)
    {
        lock (_gate)
            (unit.Run is null ? (IDictionary<string, UnitState>)_units : _transient)[unit.Name] = unit;
    }

    /// <summary>Starts it, or tries to; false when it failed.</summary>
    public bool Start(UnitState unit)
    {
        machine.Workers.Ended(unit);
        var fails = unit.StartFails || (IsNginx(unit) && machine.Nginx.Fault() is not null);
        if (!fails && IsNginx(unit))
            machine.Nginx.Load();
        Set(
            unit with
            {
                IsActive = !fails,
                IsFailed = fails,
                Since = machine.Stage.Clock.GetUtcNow(),
                Invocation = NewInvocation(unit.Name),
            }
        );
        machine.Journal.Started(unit, fails);
        machine.Writers.Close(unit);
        if (!fails)
            machine.Writers.Open(unit);
        return !fails;
    }

    /// <summary>What systemd calls this start of a unit.</summary>
    public string NewInvocation(string unit)
    {
        var id = Convert.ToHexStringLower(machine.Stage.Bytes($"invocation {machine.Name} {unit}", 16));
        return machine.Stage.Tokens.Number(id, $"start-{ShortName(unit)}");
    }

    public void Stop(UnitState unit)
    {
        machine.Workers.Ended(unit);
        machine.Writers.Close(unit);
        Set(unit with { IsActive = false, IsFailed = false, Since = machine.Stage.Clock.GetUtcNow() });
    }

    /// <summary>Takes what is on the disk into force; false when it is refused and the old goes on.</summary>
    public bool Reload(UnitState unit)
    {
        machine.Writers.Open(unit);
        if (!IsNginx(unit))
            return true;
        if (machine.Nginx.Fault() is not null)
            return false;
        machine.Nginx.Load();
        return true;
    }

    /// <summary>After a boot: what is enabled starts, nothing else.</summary>
    public void Boot()
    {
        lock (_gate)
            _transient.Clear();
        foreach (var unit in All)
        {
            // What ran went down with the machine; it is not ended a second time.
            Set(unit with { IsActive = false });
            if (unit is { IsEnabled: true, IsMasked: false })
                Start(unit);
            else
                Stop(unit);
        }
    }

    private static bool IsNginx(UnitState unit) => unit.Name == "nginx.service";
}
