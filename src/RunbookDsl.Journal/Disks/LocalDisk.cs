using System.Runtime.InteropServices;

namespace RunbookDsl.Journal;

/// <summary>The machine's own disk: system calls, and nothing between.</summary>
internal sealed class LocalDisk : IFiles, IContent, IBarriers, INames, IFolders, IPlaces, IFacts, ILocks
{
    private const int WorkingDirectory = -100;
    private const uint BasicFacts = 0x7ff;

    public int Open(string path, int flags) => Answer(Libc.Open(path, flags, 0x180));

    public long Length(int file) => Answer(Libc.Seek(file, 0, 2));

    public int Close(int file) => Answer(Libc.Close(file));

    public long Read(int file, Span<byte> into, long offset) =>
        Answer(Libc.Read(file, ref MemoryMarshal.GetReference(into), into.Length, offset));

    public long Write(int file, ReadOnlySpan<byte> bytes, long offset) =>
        Answer(Libc.Write(file, in MemoryMarshal.GetReference(bytes), bytes.Length, offset));

    public int SetLength(int file, long length) => Answer(Libc.SetLength(file, length));

    public int SyncData(int file) => Answer(Libc.SyncData(file));

    public int Sync(int file) => Answer(Libc.Sync(file));

    public int Rename(string from, string to) => Answer(Libc.Rename(from, to));

    public int Link(string from, string to) => Answer(Libc.Link(from, to));

    public int Unlink(string path) => Answer(Libc.Unlink(path));

    public int Make(string path) => Answer(Libc.MakeDirectory(path, 0x1C0));

    public void Discard(string path) => Directory.Delete(path, recursive: true);

    public bool IsFile(string path) => File.Exists(path);

    public bool IsFolder(string path) => Directory.Exists(path);

    public IEnumerable<string> In(string folder, bool files) =>
        files ? Directory.EnumerateFiles(folder) : Directory.EnumerateDirectories(folder);

    public int Look(string path, out PathFacts facts)
    {
        Span<byte> status = stackalloc byte[256];
        var answer = Answer(
            Libc.Status(WorkingDirectory, path, 0, BasicFacts, ref MemoryMarshal.GetReference(status))
        );
        facts = new PathFacts(
            MemoryMarshal.Read<uint>(status[20..]),
            MemoryMarshal.Read<ushort>(status[28..]),
            MemoryMarshal.Read<uint>(status[16..])
        )
        {
            Device =
                ((ulong)MemoryMarshal.Read<uint>(status[136..]) << 32)
                | MemoryMarshal.Read<uint>(status[140..]),
        };
        return answer;
    }

    public int FileSystem(string path, out uint magic)
    {
        Span<byte> status = stackalloc byte[256];
        var answer = Answer(Libc.FileSystem(path, ref MemoryMarshal.GetReference(status)));
        magic = MemoryMarshal.Read<uint>(status);
        return answer;
    }

    public uint EffectiveUser() => Libc.EffectiveUser();

    public int Lock(int file, int operation) => Answer(Libc.Lock(file, operation));

    public int RangeLock(int file, int command, ref Libc.LockRange range) =>
        Answer(Libc.RangeLock(file, command, ref range));

    private static int Answer(int result) => result < 0 ? -Marshal.GetLastPInvokeError() : result;

    private static long Answer(long result) => result < 0 ? -Marshal.GetLastPInvokeError() : result;
}
