namespace RunbookDsl.Testing.NUnit.Tests.Snapshots;

/// <summary>Verify's, in the place where the harness keeps its own.</summary>
internal sealed class VerifySnapshots() : SnapshotWay("verify")
{
    public override async Task<string?> CheckAsync(string root, string snapshot, object rehearsed)
    {
        try
        {
            await Verifier.Verify(rehearsed, Settings(root, snapshot));
            return null;
        }
        catch (Exception e) when (e.GetType().Name == "VerifyException")
        {
            return e.Message;
        }
    }

    public static VerifySettings Settings(string root, string snapshot)
    {
        var settings = new VerifySettings();
        settings.UseDirectory(Path.Combine(root, "snapshots"));
        settings.UseFileName(snapshot);
        // One test compares several times.
        settings.DisableRequireUniquePrefix();
        return settings;
    }
}
