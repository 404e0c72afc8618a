namespace RunbookDsl.Testing.NUnit.Tests.Snapshots;

/// <content>Those of named packages.</content>
internal static partial class AllSnapshotWays
{
    static partial void AddNamed(List<SnapshotWay> all) => all.Add(new VerifySnapshots());
}
