namespace RunbookDsl.Testing.Tests.Clusters;

/// <summary>An owner that ends while its server is still starting.</summary>
[CancelAfter(60_000)]
internal sealed class SlowServerTests
{
    // Deaf for half a second, as a server is before it has installed its signal handlers.
    private const string Server = "sleep 0.5; exec env --default-signal=QUIT sleep 600";

    [Test]
    public async Task DisposeAsync_WhileTheServerIsStillDeaf_StopsItAndRemovesItsFolder()
    {
        var folder = Directory.CreateTempSubdirectory("runbook-test-").FullName;
        var supervisor = Supervisor.Start(
            folder,
            ["/bin/sh", "-c", Server],
            new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin" }
        );
        supervisor.Begin();
        await supervisor.DisposeAsync();
        Assert.That(Directory.Exists(folder), Is.False, "the server's folder is still there");
        // The news of its end comes through a pipe, a moment after the end itself.
        await Task.WhenAny(supervisor.ServerEnded).WaitAsync(TimeSpan.FromSeconds(20));
        Assert.That(supervisor.ServerEnded.IsCompleted, Is.True);
    }
}
