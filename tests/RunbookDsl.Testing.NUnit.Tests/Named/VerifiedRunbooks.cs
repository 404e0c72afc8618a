using static VerifyNUnit.Verifier;

namespace RunbookDsl.Testing.NUnit.Tests;

[CancelAfter(120_000)]
public sealed class VerifiedRunbooks
{
    private const string Script = "tests/RunbookDsl.Testing.NUnit.Tests/Sample/greeting/greeting.csx";

    [Test]
    public async Task Greeting(CancellationToken cancellation)
    {
        await using var runbook = await RunbookFixture.OpenAsync(Script, cancellation: cancellation);

        var rehearsal = await runbook.RehearseAsync(Scenario.Clean, cancellation);

        Assert.That(rehearsal, Rehearses.Cleanly());
        await Verify(rehearsal);
    }

    [Test]
    public async Task Greeting_plan(CancellationToken cancellation)
    {
        await using var runbook = await RunbookFixture.OpenAsync(Script, cancellation: cancellation);

        await Verify(runbook.Plan);
    }

    [Test]
    public async Task Greeting_with_the_snapshot_of_the_harness(CancellationToken cancellation)
    {
        await using var runbook = await RunbookFixture.OpenAsync(Script, cancellation: cancellation);

        var matrix = await runbook.RehearseAllAsync(cancellation: cancellation);

        await Verify(matrix).UseDirectory("../Sample/greeting/snapshots").UseFileName("matrix");
    }
}
