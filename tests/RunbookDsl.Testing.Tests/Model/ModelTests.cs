namespace RunbookDsl.Testing.Tests;

/// <summary>Random plans, random faults, and a model that knows what may come of them.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class ModelTests
{
    [Test]
    public Task A_loss_of_power_at_any_moment_breaks_no_promise() =>
        CheckAsync(Seeds.Of(ci: 5_000, nightly: 100_000), folder => new(folder) { IsPowerOnly = true });

    [Test]
    public Task Random_plans_under_random_faults_do_what_the_model_allows() =>
        CheckAsync(Seeds.Of(ci: 1_000, nightly: 50_000), folder => new(folder));

    private static async Task CheckAsync(IEnumerable<int> seeds, Func<string, ModelOptions> options)
    {
        var folder = Directory.CreateTempSubdirectory("runbook-model-").FullName;
        try
        {
            var (ended, refused) = (0, 0);
            foreach (var seed in seeds)
                if (await ModelRun.CheckAsync(seed, options(folder)))
                    ended++;
                else
                    refused++;
            TestContext.Out.WriteLine($"{ended} runs ended, {refused} journals were refused as damaged");
            Assert.That(ended, Is.GreaterThan(refused));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
