namespace RunbookDsl.Testing;

/// <summary>A directory: names as processes see them, as the disk has them, and changes not yet
/// synced.</summary>
internal sealed class SimulatedFolder : SimulatedNode
{
    private readonly Dictionary<string, SimulatedNode> _stable = [];
    private readonly List<NameChange> _pending = [];

    internal Dictionary<string, SimulatedNode> Names { get; } = [];

    /// <summary>Whether a file below, as processes or as the disk has it, is not what a sync said.</summary>
    internal bool IsLying =>
        Names
            .Values.Concat(_stable.Values)
            .Any(n => n is SimulatedFile { IsLying: true } or SimulatedFolder { IsLying: true });

    internal void Change(NameChange change)
    {
        Apply(Names, change);
        _pending.Add(change);
    }

    internal void Sync()
    {
        foreach (var change in _pending)
            Apply(_stable, change);
        _pending.Clear();
    }

    /// <summary>The power goes: every name below is again what the disk has.</summary>
    internal void LosePower(PowerLoss loss, Random random)
    {
        foreach (var change in _pending)
            if (loss.KeepsName(change.Order))
                Apply(_stable, change);
        _pending.Clear();
        (Locked, RangeLocked) = (null, null);
        Names.Clear();
        // In the order of names, so that one seed gives one disk.
        foreach (var (name, node) in _stable.OrderBy(n => n.Key, StringComparer.Ordinal))
        {
            Names.Add(name, node);
            if (node is SimulatedFolder folder)
                folder.LosePower(loss, random);
            else
                ((SimulatedFile)node).LosePower(loss, random);
        }
    }

    private static void Apply(Dictionary<string, SimulatedNode> names, NameChange change)
    {
        if (change.Node is { } node)
            names[change.Name] = node;
        else
            names.Remove(change.Name);
    }
}
