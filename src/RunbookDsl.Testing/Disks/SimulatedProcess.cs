using RunbookDsl.Journal;
using Kernel = RunbookDsl.Journal.Libc;

namespace RunbookDsl.Testing;

/// <summary>
/// One process on a simulated disk: its open files, its calls by number, and what is to go wrong with them.
/// Once it has died nothing of it reaches the disk.
/// </summary>
/// <param name="disk">The disk.</param>
/// <param name="fault">Asked before each call that changes the disk; null lets it happen.</param>
internal sealed partial class SimulatedProcess(SimulatedDisk disk, Func<DiskCall, DiskFault?> fault)
    : IFiles,
        IContent,
        IBarriers,
        INames,
        IFolders,
        IPlaces,
        IFacts,
        ILocks
{
    private readonly Dictionary<int, OpenFile> _open = [];
    private readonly List<DiskCall> _calls = [];
    private int _lastDescriptor = 2;
    private string? _death;

    internal bool IsDead => _death is not null;

    /// <summary>Every call that changed the disk, in order.</summary>
    internal IReadOnlyList<DiskCall> Calls => _calls;

    /// <summary>Ends the process: its files are closed, its locks given back.</summary>
    internal void Die(string where)
    {
        lock (disk.Gate)
        {
            _death ??= where;
            foreach (var file in _open.Values)
                file.Release();
            _open.Clear();
        }
    }

    public int Open(string path, int flags)
    {
        if ((flags & Kernel.Create) == 0 || Found(path) is not null && (flags & Kernel.Exclusive) == 0)
            return Looking(() => disk.Find(path) is { } node ? Opened(node, path) : -Kernel.NoSuchFile);
        return Changing(
            "open",
            path,
            () =>
            {
                if (disk.Parent(path) is not { } folder)
                    return -Kernel.NoSuchFile;
                if (folder.Names.ContainsKey(Path.GetFileName(path)))
                    return -Kernel.Exists;
                var file = new SimulatedFile();
                disk.Change(folder, path, file);
                return Opened(file, path);
            }
        );
    }

    public long Length(int file) => Looking(() => Content(file).Length);

    public int Close(int file)
    {
        lock (disk.Gate)
            if (_open.Remove(file, out var open))
                open.Release();
        return 0;
    }

    public long Read(int file, Span<byte> into, long offset)
    {
        lock (disk.Gate)
        {
            RefuseIfDead();
            var bytes = Content(file).Bytes;
            if (offset >= bytes.Length)
                return 0;
            var count = Math.Min(into.Length, bytes.Length - (int)offset);
            bytes.Slice((int)offset, count).CopyTo(into);
            return count;
        }
    }

    public long Write(int file, ReadOnlySpan<byte> bytes, long offset)
    {
        lock (disk.Gate)
        {
            var what = Begin("pwrite", PathOf(file));
            if (Answer(what) is var error and < 0)
                return error;
            if (what is { Bytes: > 0 })
                bytes = bytes[..Math.Min(what.Bytes, bytes.Length)];
            Content(file).Write(bytes, offset);
            End(what);
            return bytes.Length;
        }
    }

    public int SetLength(int file, long length) =>
        Changing(
            "ftruncate",
            PathOf(file),
            () =>
            {
                Content(file).Cut(length);
                return 0;
            }
        );

    private SimulatedNode? Found(string path)
    {
        lock (disk.Gate)
            return disk.Find(path);
    }

    private int Opened(SimulatedNode node, string path)
    {
        _open.Add(++_lastDescriptor, new OpenFile(node, path));
        return _lastDescriptor;
    }

    private string PathOf(int file) => Node(file).Path;

    private OpenFile Node(int file)
    {
        lock (disk.Gate)
        {
            RefuseIfDead();
            return _open[file];
        }
    }

    private SimulatedFile Content(int file) => (SimulatedFile)_open[file].Node;

    private T Looking<T>(Func<T> look)
    {
        lock (disk.Gate)
        {
            RefuseIfDead();
            return look();
        }
    }

    private int Changing(string call, string path, Func<int> change)
    {
        lock (disk.Gate)
        {
            var what = Begin(call, path);
            var answer = Answer(what) is var error and < 0 ? error : change();
            End(what);
            return answer;
        }
    }

    private int Answer(DiskFault? what) =>
        what is { Error: > 0 } ? -what.Error
        : disk.IsReadOnly ? -ReadOnlyFileSystem
        : 0;

    private DiskFault? Begin(string call, string path)
    {
        RefuseIfDead();
        var now = new DiskCall(_calls.Count + 1, call, path);
        _calls.Add(now);
        var what = fault(now);
        if (what == DiskFault.DiesBefore)
            DieAt($"before {now}");
        return what;
    }

    private void End(DiskFault? what)
    {
        if (what == DiskFault.DiesAfter)
            DieAt($"after {_calls[^1]}");
    }

    private void DieAt(string where)
    {
        Die(where);
        RefuseIfDead();
    }

    private void RefuseIfDead()
    {
        if (_death is { } where)
            throw new ProcessDiedException(where);
    }
}
