namespace RunbookDsl.Testing.NUnit.Tests.Snapshots;

/// <summary>The harness's own.</summary>
internal sealed class BuiltInSnapshots() : SnapshotWay("built-in")
{
    public override Task<string?> CheckAsync(string root, string snapshot, object rehearsed)
    {
        var script = Path.Combine(root, Path.GetFileName(root) + ".csx");
        var folder = SnapshotFolder.Open(script, isCi: false);
        var report = SnapshotReport.Of(folder, [folder.Compare(snapshot, RehearsedText.Of(rehearsed))]);
        return Task.FromResult(report.Length > 0 ? report : null);
    }
}
