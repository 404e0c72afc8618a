using static RunbookDsl.Testing.WorldVerbs;

namespace RunbookDsl.Testing.NUnit.Tests.Snapshots;

/// <summary>What the sample runbook did, once for all who keep it in a snapshot.</summary>
/// <param name="Clean">The run without a fault.</param>
/// <param name="Changed">The same run, with another answer.</param>
/// <param name="Matrix">Some of what can go wrong.</param>
/// <param name="Plan">What would be done.</param>
internal sealed record Rehearsed(
    RehearsalResult Clean,
    RehearsalResult Changed,
    MatrixResult Matrix,
    Plan Plan
)
{
    public const string Folder = "tests/RunbookDsl.Testing.NUnit.Tests/Sample/greeting";
    public const string Script = $"{Folder}/greeting.csx";

    private static readonly Lazy<Task<Rehearsed>> Once = new(() => Task.Run(RehearseAsync));

    public static Task<Rehearsed> SampleAsync(CancellationToken cancellation) =>
        Once.Value.WaitAsync(cancellation);

    /// <summary>The run without a fault of a script that is given as text.</summary>
    public static async Task<RehearsalResult> OfAsync(
        string root,
        string source,
        Action world,
        CancellationToken cancellation
    )
    {
        var script = Path.Combine(root, Path.GetFileName(root) + ".csx");
        await File.WriteAllTextAsync(script, source, cancellation);
        await using var runbook = await RunbookFixture.OpenAsync(
            script,
            Worlds.Of(world),
            cancellation: cancellation
        );
        return await runbook.RehearseAsync(Scenario.Clean, cancellation);
    }

    private static async Task<Rehearsed> RehearseAsync()
    {
        var world = Worlds.Of(() => Answers("Is everybody ready?", yes: true, by: "bob"));
        await using var bob = await RunbookFixture.OpenAsync(Script, world);
        await using var runbook = await RunbookFixture.OpenAsync(Script);
        return new(
            await runbook.RehearseAsync(Scenario.Clean),
            await bob.RehearseAsync(Scenario.Clean),
            await runbook.RehearseAllAsync(),
            runbook.Plan
        );
    }
}
