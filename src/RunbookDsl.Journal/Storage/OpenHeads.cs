namespace RunbookDsl.Journal;

/// <summary>
/// <c>open/RUN.jsonl</c>: where each segment of a run that is not closed begins, told outside the run's own
/// directory, so that a segment that was taken away is missed.
/// </summary>
/// <remarks>
/// Written once a segment is durable, and never waited for: a power cut may lose the line, never make a
/// false one. The ledger takes over when the run is closed.
/// </remarks>
internal sealed class OpenHeads(Disk disk, string home)
{
    private readonly string _folder = Path.Combine(home, "open");

    internal void Add(string runId, int segment, JournalHead head, DateTimeOffset at)
    {
        Folder.Make(disk, _folder);
        var line = new LineBuffer();
        line.Raw("{\"v\":1,\"at\":\""u8).Time(at).Raw("\",\"run\":"u8).Text(runId);
        line.Raw(",\"segment\":"u8).Number(segment).Raw(",\"seq\":"u8).Number(head.Seq);
        line.Raw(",\"head\":"u8).Text(head.Hash);
        Span<byte> own = stackalloc byte[ChainHash.Length];
        LineFormat.Seal(line, 0, own);
        using var file = NativeFile.Open(
            disk,
            PathOf(runId),
            Libc.ReadWrite | Libc.Create | Libc.CloseOnExec
        );
        file.Write(line.Written, file.Length());
    }

    /// <summary>
    /// What is known of the run's segments, in order; lines that a power cut spoilt are not.
    /// </summary>
    internal IEnumerable<Anchor> Of(string runId)
    {
        if (!disk.Places.IsFile(PathOf(runId)))
            yield break;
        ReadOnlyMemory<byte> rest = DurableFile.ReadAll(disk, PathOf(runId));
        int end;
        for (; (end = rest.Span.IndexOf((byte)'\n')) >= 0; rest = rest[(end + 1)..])
            if (!LineSeal.Check(rest.Span[..end]).IsEmpty && Read(rest[..end], runId) is { } anchor)
                yield return anchor;
    }

    /// <summary>The runs that were open when they were last heard of.</summary>
    internal IEnumerable<string> Runs()
    {
        if (!disk.Places.IsFolder(_folder))
            yield break;
        foreach (var file in disk.Places.In(_folder, files: true))
            if (
                file.EndsWith(".jsonl", StringComparison.Ordinal)
                && RunId.IsValid(Path.GetFileNameWithoutExtension(file))
            )
                yield return Path.GetFileNameWithoutExtension(file);
    }

    internal void Remove(string runId) => Folder.Remove(disk, PathOf(runId));

    internal string PathOf(string runId) => Path.Combine(_folder, runId + ".jsonl");

    private Anchor? Read(ReadOnlyMemory<byte> line, string runId)
    {
        var head = new FlatJson(line);
        return
            head.Text("run"u8) == runId && head.Number("seq"u8) is { } seq && head.Text("head"u8) is { } hash
            ? new Anchor(seq, hash, PathOf(runId))
            : null;
    }
}
