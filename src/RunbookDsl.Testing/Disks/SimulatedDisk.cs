namespace RunbookDsl.Testing;

/// <summary>
/// A disk in memory with a cache above it. Processes see the cache; a loss of power leaves what the barriers
/// made durable, and any part of the rest. Everything random is drawn from the seed.
/// </summary>
internal sealed class SimulatedDisk(FileSystemKind kind, Random random)
{
    private long _changes;

    /// <summary>Held by whoever works on the disk.</summary>
    internal Lock Gate { get; } = new();

    internal FileSystemKind Kind => kind;

    internal Random Random => random;

    internal SimulatedFolder Root { get; } = new();

    /// <summary>A failed write of a directory makes a file system refuse all further changes.</summary>
    internal bool IsReadOnly { get; set; }

    /// <summary>Makes a directory that was always there.</summary>
    internal void MakeDurable(string path)
    {
        var folder = Root;
        foreach (var name in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            var below = new SimulatedFolder();
            folder.Change(new NameChange(0, name, below));
            folder.Sync();
            folder = below;
        }
    }

    /// <summary>Every cache is lost. What the disk then holds is what processes see.</summary>
    /// <param name="mayTrash">Whether unsynced sectors may come back as rubbish.</param>
    /// <returns>True if some did.</returns>
    internal bool LosePower(bool mayTrash)
    {
        lock (Gate)
        {
            var loss = new PowerLoss(random, _changes, mayTrash);
            Root.LosePower(loss, random);
            IsReadOnly = false;
            return loss.HasTrashed;
        }
    }

    internal SimulatedNode? Find(string path)
    {
        SimulatedNode? node = Root;
        foreach (var part in path.AsSpan().Split('/'))
        {
            var name = path.AsSpan(part);
            if (name.IsEmpty)
                continue;
            if (
                node is not SimulatedFolder folder
                || !folder.Names.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out node)
            )
                return null;
        }
        return node;
    }

    internal SimulatedFolder? Parent(string path) =>
        Find(Path.GetDirectoryName(path) ?? "/") as SimulatedFolder;

    /// <summary>Lets a name mean something else from now on, until it is synced or the power goes.</summary>
    internal void Change(SimulatedFolder folder, string path, SimulatedNode? node, bool together = false)
    {
        if (!together)
            _changes++;
        folder.Change(new NameChange(_changes, Path.GetFileName(path), node));
    }
}
