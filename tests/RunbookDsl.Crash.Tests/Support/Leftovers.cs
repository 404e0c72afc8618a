namespace RunbookDsl.Crash.Tests;

/// <summary>Nothing is left in the folder of temporary files when all tests are over.</summary>
[SetUpFixture]
public sealed class Leftovers
{
    /// <summary>Removes the folder of this process.</summary>
    [OneTimeTearDown]
    public void Remove()
    {
        Directory.Delete(Settings.Spills, recursive: true);
        if (!Settings.KeepsFolders)
            Directory.Delete(Settings.Place, recursive: true);
    }
}
