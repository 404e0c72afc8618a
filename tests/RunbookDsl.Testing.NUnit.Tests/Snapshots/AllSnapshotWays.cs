namespace RunbookDsl.Testing.NUnit.Tests.Snapshots;

/// <summary>Every way that is compiled into these tests.</summary>
internal static partial class AllSnapshotWays
{
    public static IReadOnlyList<SnapshotWay> All
    {
        get
        {
            var all = new List<SnapshotWay> { new BuiltInSnapshots() };
            AddNamed(all);
            return all;
        }
    }

    static partial void AddNamed(List<SnapshotWay> all);
}
