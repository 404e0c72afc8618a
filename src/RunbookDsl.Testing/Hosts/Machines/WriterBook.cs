namespace RunbookDsl.Testing;

/// <summary>Which files the units of a scripted machine have open, whatever their names are by now.</summary>
internal sealed class WriterBook(HostMachine machine)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<WriterSeed, long> _open = [];

    /// <summary>Open files: where the kernel shows them, the inode, and the path of now.</summary>
    public IReadOnlyList<(string Place, long Inode, string Path)> All
    {
        get
        {
            KeyValuePair<WriterSeed, long>[] open;
            lock (_gate)
                open = [.. _open];
            return
            [
                .. open.OrderBy(o => o.Key.Unit, StringComparer.Ordinal)
                    .Select((o, i) => ($"/proc/{700 + i}/fd/3", o.Value, NameOf(o.Value, o.Key.Path))),
            ];
        }
    }

    /// <summary>The unit opens its files, by their names.</summary>
    public void Open(UnitState unit)
    {
        foreach (var seed in Of(unit))
        {
            machine.Files.MakeFolders(FileTree.ParentOf(seed.Path), "root");
            if (machine.Files.Find(seed.Path) is null)
                machine.Files.Write(seed.Path, [], "root");
            lock (_gate)
                _open[seed] = machine.Files.Find(seed.Path)!.Inode;
        }
    }

    public void Close(UnitState unit)
    {
        foreach (var seed in Of(unit))
            lock (_gate)
                _open.Remove(seed);
    }

    private IEnumerable<WriterSeed> Of(UnitState unit) =>
        machine.Spec.Writers.Where(w => UnitBook.FullName(w.Unit) == unit.Name);

    private string NameOf(long inode, string path) =>
        machine.Files.All.FirstOrDefault(n => n.Value.Inode == inode).Key ?? path + " (deleted)";
}
