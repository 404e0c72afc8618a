using RunbookDsl.Journal;
using Kernel = RunbookDsl.Journal.Libc;

namespace RunbookDsl.Testing;

internal sealed partial class SimulatedProcess
{
    private const int InputOutputError = 5;
    private const int NotADirectory = 20;
    private const int ReadOnlyFileSystem = 30;
    private const int AskRange = 36;
    private const short Unlocked = 2;
    private const uint Me = 1000;
    private const uint Ext4Magic = 0xEF53;

    public int SyncData(int file) => Barrier("fdatasync", file);

    public int Sync(int file) => Barrier("fsync", file);

    public int Rename(string from, string to) =>
        Changing(
            "rename",
            to,
            () =>
            {
                if (disk.Find(from) is not { } node || disk.Parent(to) is not { } folder)
                    return -Kernel.NoSuchFile;
                if (disk.Find(to) is SimulatedFolder { Names.Count: > 0 })
                    return -Kernel.NotEmpty;
                disk.Change(disk.Parent(from)!, from, null);
                disk.Change(folder, to, node, together: true);
                return 0;
            }
        );

    public int Link(string from, string to) =>
        Changing(
            "link",
            to,
            () =>
            {
                if (disk.Find(from) is not { } node || disk.Parent(to) is not { } folder)
                    return -Kernel.NoSuchFile;
                if (disk.Find(to) is not null)
                    return -Kernel.Exists;
                disk.Change(folder, to, node);
                return 0;
            }
        );

    // What is not there is no change: the call is not counted.
    public int Unlink(string path) =>
        Found(path) is null
            ? Looking(() => -Kernel.NoSuchFile)
            : Changing(
                "unlink",
                path,
                () =>
                {
                    disk.Change(disk.Parent(path)!, path, null);
                    return 0;
                }
            );

    public int Make(string path) =>
        Changing(
            "mkdir",
            path,
            () =>
            {
                if (disk.Parent(path) is not { } parent)
                    return -Kernel.NoSuchFile;
                if (disk.Find(path) is not null)
                    return -Kernel.Exists;
                disk.Change(parent, path, new SimulatedFolder());
                return 0;
            }
        );

    public void Discard(string path)
    {
        if (Found(path) is not SimulatedFolder folder)
            throw new DirectoryNotFoundException(path);
        foreach (var (name, node) in folder.Names.ToList())
        {
            if (node is SimulatedFolder)
                Discard(path + "/" + name);
            else if (Unlink(path + "/" + name) < 0)
                throw new IOException(path);
        }
        if (Unlink(path) < 0)
            throw new IOException(path);
    }

    public bool IsFile(string path) => Looking(() => disk.Find(path) is SimulatedFile);

    public bool IsFolder(string path) => Looking(() => disk.Find(path) is SimulatedFolder);

    public IEnumerable<string> In(string folder, bool files) =>
        Looking(() =>
            disk.Find(folder) is SimulatedFolder found
                ? found
                    .Names.Where(n => n.Value is SimulatedFile == files)
                    .Select(n => folder + "/" + n.Key)
                    .ToList()
                : throw new DirectoryNotFoundException(folder)
        );

    public int Look(string path, out PathFacts facts)
    {
        var node = Looking(() => disk.Find(path));
        var folders = (node as SimulatedFolder)?.Names.Count(n => n.Value is SimulatedFolder) ?? 0;
        facts = new PathFacts(Me, 0x1C0, (uint)folders + 2);
        return node is null ? -Kernel.NoSuchFile : 0;
    }

    public int FileSystem(string path, out uint magic)
    {
        magic = Ext4Magic;
        return 0;
    }

    public uint EffectiveUser() => Me;

    public int Lock(int file, int operation) =>
        operation == Kernel.Unlock
            ? GiveBack(file)
            : Looking(() =>
            {
                var open = _open[file];
                if (open.Node.Locked is { } other && other != open)
                    return -Kernel.WouldBlock;
                open.Node.Locked = open;
                return 0;
            });

    // Also by a process that is dead: the kernel has done it then.
    private int GiveBack(int file)
    {
        lock (disk.Gate)
            if (_open.TryGetValue(file, out var open) && open.Node.Locked == open)
                open.Node.Locked = null;
        return 0;
    }

    private int GiveBackRange(int file)
    {
        lock (disk.Gate)
            if (_open.TryGetValue(file, out var open) && open.Node.RangeLocked == open)
                open.Node.RangeLocked = null;
        return 0;
    }

    public int RangeLock(int file, int command, ref Kernel.LockRange range)
    {
        if (command != AskRange && range.Type == Unlocked)
            return GiveBackRange(file);
        lock (disk.Gate)
        {
            RefuseIfDead();
            var open = _open[file];
            var isFree = open.Node.RangeLocked is null || open.Node.RangeLocked == open;
            if (command == AskRange)
                range.Type = isFree ? Unlocked : range.Type;
            else if (isFree)
                open.Node.RangeLocked = open;
            return command == AskRange || isFree ? 0 : -Kernel.WouldBlock;
        }
    }

    private int Barrier(string call, int file)
    {
        var open = Node(file);
        lock (disk.Gate)
        {
            var what = Begin(call, open.Path);
            var answer = open.Node is SimulatedFolder folder ? Sync(folder, what) : Sync(open, what);
            End(what);
            return answer;
        }
    }

    private int Sync(OpenFile open, DiskFault? what)
    {
        if (open.Node is not SimulatedFile file)
            return -NotADirectory;
        if (disk.IsReadOnly)
            return -ReadOnlyFileSystem;
        if (what is not { Error: > 0 })
            return file.Sync() ? 0 : -InputOutputError;
        return file.FailSync(disk.Kind, disk.Random) ? 0 : -what.Error;
    }

    private int Sync(SimulatedFolder folder, DiskFault? what)
    {
        if (disk.IsReadOnly)
            return -ReadOnlyFileSystem;
        if (what is { Error: > 0 })
        {
            disk.IsReadOnly = true;
            return -what.Error;
        }
        folder.Sync();
        return 0;
    }
}
