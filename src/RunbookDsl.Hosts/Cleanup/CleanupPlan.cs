namespace RunbookDsl.Hosts;

/// <summary>Files that may go, for a person to see before they do.</summary>
/// <param name="Files">The files, the oldest first, at most 1000.</param>
/// <param name="Bytes">Their size together, in bytes.</param>
/// <param name="Kept">How many more were found and are kept: open, of a run, or named.</param>
/// <param name="FreeBytes">What is free on the file system before, in bytes.</param>
public sealed record CleanupPlan(IReadOnlyList<OldFile> Files, long Bytes, int Kept, long FreeBytes)
{
    private const int Shown = 5;

    /// <summary><c>12 files, 3 GiB: /var/log/a.1, …; 2 kept; 1 GiB free before</c>.</summary>
    public override string ToString() =>
        $"{Files.Count} files, {DiskSpace.Text(Bytes)}"
        + (Files.Count == 0 ? "" : $": {string.Join(", ", Files.Take(Shown).Select(f => f.Path))}")
        + (Files.Count > Shown ? ", …" : "")
        + $"; {Kept} kept; {DiskSpace.Text(FreeBytes)} free before";
}
