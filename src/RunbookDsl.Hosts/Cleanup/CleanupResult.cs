namespace RunbookDsl.Hosts;

/// <summary>What a cleanup brought.</summary>
/// <param name="Deleted">How many files of the list are gone.</param>
/// <param name="FreeBytesBefore">What was free when they were listed, in bytes.</param>
/// <param name="FreeBytes">What is free now, in bytes.</param>
public sealed record CleanupResult(int Deleted, long FreeBytesBefore, long FreeBytes)
{
    /// <summary><c>12 files deleted, 4 GiB free, 1 GiB before</c>.</summary>
    public override string ToString() =>
        $"{Deleted} files deleted, {DiskSpace.Text(FreeBytes)} free, {DiskSpace.Text(FreeBytesBefore)} before";
}
