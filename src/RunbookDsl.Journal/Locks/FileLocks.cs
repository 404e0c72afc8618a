namespace RunbookDsl.Journal;

/// <summary>
/// Resources as files of <c>HOME/locks</c>, one each, changed under a flock of the directory's <c>.lock</c>
/// and durable before they count.
/// </summary>
internal sealed class FileLocks(Disk disk, string home, TimeProvider clock, Owner me) : IResourceLocks
{
    private readonly string _folder = Path.Combine(home, "locks");

    /// <inheritdoc/>
    public LockAnswer Take(LockClaim claim, IReadOnlyList<string> resources)
    {
        using var guard = Guard();
        var ledger = new Ledger(disk, home).Bytes();
        var found = new List<(string Resource, long Fence, HeldLock? Held)>();
        foreach (var resource in resources)
        {
            var one = Read(resource);
            if (one.Held is { } other && other.Claim.RunId != claim.RunId && !IsOver(ledger, other))
                return new LockAnswer([], other);
            found.Add(one);
        }
        var taken = new List<HeldLock>();
        foreach (var (resource, fence, held) in found)
        {
            var isOurs = held?.Claim.RunId == claim.RunId;
            var since = isOurs ? held!.Since : clock.GetUtcNow();
            var mine = new HeldLock(resource, claim, isOurs ? fence : fence + 1, me, since);
            if (!isOurs || held!.Claim != claim)
                Write(resource, mine.Fence, mine);
            taken.Add(mine);
        }
        return new LockAnswer(taken, null);
    }

    /// <inheritdoc/>
    public void Release(LockClaim claim, IReadOnlyList<string> resources)
    {
        if (!disk.Places.IsFolder(_folder))
            return;
        using var guard = Guard();
        foreach (var resource in resources)
            if (Read(resource) is { Held: { } held } one && held.Claim == claim)
                Write(resource, one.Fence, null);
    }

    /// <inheritdoc/>
    public IReadOnlyList<HeldLock> Held()
    {
        var found = new List<HeldLock>();
        if (!disk.Places.IsFolder(_folder))
            return found;
        var ledger = new Ledger(disk, home).Bytes();
        foreach (var file in disk.Places.In(_folder, files: true))
            if (
                file.EndsWith(".json", StringComparison.Ordinal)
                && LockFormat.Read(DurableFile.ReadAll(disk, file), file).Held is { } held
                && !IsOver(ledger, held)
            )
                found.Add(held);
        found.Sort((a, b) => string.CompareOrdinal(a.Resource, b.Resource));
        return found;
    }

    // A run that was closed between its last line and letting go holds nothing; nor does one that is gone.
    private bool IsOver(ReadOnlyMemory<byte> ledger, HeldLock held) =>
        Ledger.Of(held.Claim.RunId, ledger).Count > 0
        || !disk.Places.IsFolder(Path.Combine(home, "runs", held.Claim.RunId));

    private (string Resource, long Fence, HeldLock? Held) Read(string resource)
    {
        var path = PathOf(resource);
        return disk.Places.IsFile(path)
            ? LockFormat.Read(DurableFile.ReadAll(disk, path), path)
            : (resource, 0, null);
    }

    private void Write(string resource, long fence, HeldLock? held)
    {
        var text = new LineBuffer();
        LockFormat.Write(text, resource, fence, held);
        DurableFile.Replace(disk, PathOf(resource), text.Written);
    }

    // A slash would be a directory; nothing else that a name may hold means anything to a file system.
    private string PathOf(string resource) =>
        Path.Combine(_folder, resource.Replace("/", "%2F", StringComparison.Ordinal) + ".json");

    private NativeFile Guard()
    {
        Folder.MakeDurable(disk, _folder);
        var path = Path.Combine(_folder, ".lock");
        var file = NativeFile.Open(disk, path, Libc.ReadWrite | Libc.Create | Libc.CloseOnExec);
        // Waits: another run looks this very moment.
        var answer = disk.Locks.Lock(file.Descriptor, Libc.LockExclusive);
        if (answer >= 0)
            return file;
        file.Dispose();
        throw IoFailure.Of("lock", path, -answer);
    }
}
