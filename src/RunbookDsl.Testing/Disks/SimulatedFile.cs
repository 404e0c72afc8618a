namespace RunbookDsl.Testing;

/// <summary>
/// A file as processes see it (the cache), as the disk has it, and what lies between: writes no barrier has
/// made durable.
/// </summary>
internal sealed class SimulatedFile : SimulatedNode
{
    private readonly FileImage _cache = new();
    private readonly FileImage _stable = new();
    private readonly List<PendingWrite> _pending = [];

    // ext4 data=journal only: written to the file system's own journal, lost on the way to its place.
    private readonly List<PendingWrite> _limbo = [];
    private bool _hasLateError;

    internal int Length => _cache.Length;

    internal ReadOnlySpan<byte> Bytes => _cache.Bytes;

    /// <summary>Whether a sync said "success" for bytes that are not on the disk.</summary>
    internal bool IsLying => _limbo.Count > 0;

    internal void Write(ReadOnlySpan<byte> bytes, long offset)
    {
        _cache.Write(bytes, offset);
        _pending.Add(new PendingWrite(offset, bytes.ToArray()));
    }

    internal void Cut(long length)
    {
        _cache.Cut((int)length);
        _pending.Add(new PendingWrite(length, null));
    }

    /// <summary>fdatasync(2) that the disk obeys. False if an earlier loss is told only now.</summary>
    internal bool Sync()
    {
        foreach (var write in _pending)
            _stable.Apply(write);
        _pending.Clear();
        var isTold = _hasLateError;
        _hasLateError = false;
        return !isTold;
    }

    /// <summary>fdatasync(2) on a disk that fails. True if the file system says "success" all the
    /// same.</summary>
    internal bool FailSync(FileSystemKind kind, Random random)
    {
        var isSilent = kind == FileSystemKind.Ext4Journal;
        if (isSilent)
        {
            _limbo.AddRange(_pending);
            _hasLateError = true;
        }
        else
            LoseSome(kind, random);
        _pending.Clear();
        if (kind == FileSystemKind.Btrfs)
            _cache.Become(_stable);
        else if (kind is FileSystemKind.Ext4Ordered or FileSystemKind.Ext4Journal)
            _stable.Grow(_cache.Length);
        return isSilent;
    }

    /// <summary>The power goes: what was pending is there, or not, or is rubbish, sector by sector.</summary>
    internal void LosePower(PowerLoss loss, Random random)
    {
        foreach (var write in _limbo)
            if (random.Next(2) == 0)
                _stable.Apply(write);
        foreach (var write in _pending)
            Survive(write, loss, random);
        if (_pending.Count > 0 && loss.KeepsLength(random))
            _stable.Grow(_cache.Length);
        _pending.Clear();
        _limbo.Clear();
        _hasLateError = false;
        _cache.Become(_stable);
        (Locked, RangeLocked) = (null, null);
    }

    private void LoseSome(FileSystemKind kind, Random random)
    {
        if (kind == FileSystemKind.Btrfs || random.Next(2) == 0)
            return;
        foreach (var write in _pending)
        foreach (var (offset, bytes) in write.Sectors())
            if (random.Next(2) == 0)
                _stable.Write(bytes, offset);
    }

    private void Survive(PendingWrite write, PowerLoss loss, Random random)
    {
        if (write.Bytes is null && loss.Keeps(random))
            _stable.Cut((int)write.Offset);
        foreach (var (offset, bytes) in write.Sectors())
        {
            if (loss.Trashes(random))
            {
                var rubbish = new byte[bytes.Count];
                random.NextBytes(rubbish);
                _stable.Write(rubbish, offset);
            }
            else if (loss.Keeps(random))
                _stable.Write(bytes, offset);
        }
    }
}
