namespace RunbookDsl.Journal;

/// <summary>
/// A run that was read and verified before: when every byte of it is still the same, so is all that was said
/// of it.
/// </summary>
internal sealed class SeenRun(Disk disk, RunReader reader, RunState state, IReadOnlyList<Anchor> anchors)
{
    /// <summary>The state with the owner of now; null when anything differs.</summary>
    internal RunState? IfUnchanged(string runId, IReadOnlyList<Anchor> now)
    {
        if (reader.RunId != runId || !AreSame(now) || reader.CountSegments() != state.Segments)
            return null;
        foreach (var (path, bytes) in reader.Files)
            if (!IsSame(path, bytes))
                return null;
        return state with { History = reader.ToHistory(state.Segments) };
    }

    private bool IsSame(string path, byte[]? bytes) =>
        disk.Places.IsFile(path)
            ? bytes is not null && DurableFile.ReadAll(disk, path).AsSpan().SequenceEqual(bytes)
            : bytes is null;

    private bool AreSame(IReadOnlyList<Anchor> now)
    {
        for (var i = 0; i < now.Count; i++)
            if (i >= anchors.Count || now[i] != anchors[i])
                return false;
        return now.Count == anchors.Count;
    }
}
