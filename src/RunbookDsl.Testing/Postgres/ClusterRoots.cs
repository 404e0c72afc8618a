namespace RunbookDsl.Testing;

/// <summary>
/// Where the folders of throw-away clusters are made: in memory where there is plenty (making the thousand
/// files of a cluster
/// is several times slower on a disk), else in the temporary folder.
/// </summary>
internal static class ClusterRoots
{
    private const string Memory = "/dev/shm";
    private const long Plenty = 4L << 30;

    public static string Choose() => HasPlenty() ? Memory : Path.GetTempPath();

    public static IEnumerable<string> All =>
        Directory.Exists(Memory) ? [Path.GetTempPath(), Memory] : [Path.GetTempPath()];

    private static bool HasPlenty() =>
        Directory.Exists(Memory) && new DriveInfo(Memory).AvailableFreeSpace >= Plenty;
}
