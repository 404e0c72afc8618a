namespace RunbookDsl.Testing;

/// <summary>The journal of a scripted machine; it survives a reboot.</summary>
internal sealed class JournalBook(HostMachine machine)
{
    private const int Most = 10_000;
    private readonly Lock _gate = new();
    private readonly List<JournalEntry> _entries = [];

    public IReadOnlyList<JournalEntry> All
    {
        get
        {
            lock (_gate)
                return [.. _entries];
        }
    }

    public string CursorOf(int number) => $"s={machine.Name};i={number:x}";

    /// <summary>The number behind a cursor; null when it is none.</summary>
    public static int? NumberOf(string cursor) =>
        cursor.Split(";i=") is [_, var number]
        && int.TryParse(
            number,
            System.Globalization.NumberStyles.HexNumber,
            System.Globalization.CultureInfo.InvariantCulture,
            out var at
        )
            ? at
            : null;

    public void Add(string unit, int priority, string message)
    {
        lock (_gate)
            if (_entries.Count < Most)
                _entries.Add(
                    new(
                        _entries.Count + 1,
                        UnitBook.FullName(unit),
                        priority,
                        message,
                        machine.Stage.Clock.GetUtcNow()
                    )
                );
    }

    /// <summary>What systemd and the unit itself say about a start.</summary>
    public void Started(UnitState unit, bool fails)
    {
        var name = UnitBook.ShortName(unit.Name);
        Add(unit.Name, fails ? 3 : 6, fails ? $"Failed to start {name}." : $"Started {name}.");
        if (!fails)
            foreach (var seed in machine.Spec.Journal)
                if (seed.IsAtStart && UnitBook.FullName(seed.Unit) == unit.Name)
                    Add(unit.Name, seed.Priority, seed.Message);
    }
}
