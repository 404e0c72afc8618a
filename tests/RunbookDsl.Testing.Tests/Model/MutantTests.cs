namespace RunbookDsl.Testing.Tests;

/// <summary>The checks can fail: a product broken on purpose is found out within few seeds.</summary>
[Parallelizable(ParallelScope.All)]
[CancelAfter(120_000)]
public sealed class MutantTests
{
    private const int MostSeeds = 500;

    [Test]
    public async Task A_product_broken_on_purpose_is_found_out(
        [Values] Mutant mutant,
        [Values] bool isPowerOnly
    )
    {
        if (mutant == Mutant.FailedSyncIsTriedAgain && isPowerOnly)
            Assert.Pass("no sync fails where only the power does");
        var folder = Directory.CreateTempSubdirectory("runbook-mutant-").FullName;
        try
        {
            var options = new ModelOptions(folder) { IsPowerOnly = isPowerOnly, Wrapping = Broken(mutant) };
            for (var seed = 1; seed <= MostSeeds; seed++)
            {
                if (await FoundAsync(seed, options) is not { } message)
                    continue;
                TestContext.Out.WriteLine($"{mutant}: found at seed {seed}\n{message}");
                Assert.That(message, Does.StartWith($"Seed {seed} broke "));
                return;
            }
            Assert.Fail($"{mutant} was not found within {MostSeeds} seeds");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Wrapping Broken(Mutant mutant) =>
        mutant == Mutant.IntentIsNotCommitted
            ? new Wrapping { Store = store => new HastyStore(store) }
            : new Wrapping
            {
                Disk = disk => disk with { Barriers = new MutantBarriers(disk.Barriers, mutant) },
            };

    private static async Task<string?> FoundAsync(int seed, ModelOptions options)
    {
        try
        {
            await ModelRun.CheckAsync(seed, options);
            return null;
        }
        catch (InvariantException e)
        {
            return e.Message;
        }
    }
}
