using static RunbookDsl.Verbs;

namespace RunbookDsl.Engine.Tests.Drift;

/// <summary>Results of completed steps whose type the edited script has changed.</summary>
[Parallelizable(ParallelScope.All)]
[CancelAfter(20_000)]
public sealed class MigratedResultTests
{
    [Test]
    public async Task A_wider_type_that_loses_nothing_is_read_as_it_is()
    {
        using var bench = new MigrationBench();
        await HoldAsync(bench);
        bench.IsOpen = true;
        var read = 0L;
        var result = await bench.MigrateAsync(() =>
        {
            var count = Step("count").Run(_ => Task.FromResult(7L));
            bench.Gate();
            Step("use").Run(ctx => Task.FromResult(read = ctx.Read(count.Output)));
        });
        Assert.That(result.Status, Is.EqualTo(RunStatus.Done), result.Message);
        Assert.That(read, Is.EqualTo(7));
    }

    [Test]
    public async Task Another_type_is_refused_until_the_step_says_how_to_convert()
    {
        using var bench = new MigrationBench();
        await HoldAsync(bench);
        bench.IsOpen = true;
        Size? read = null;
        void After(bool isConverted)
        {
            var count = Step("count").Run(_ => Task.FromResult(new Size("now", 1)));
            if (isConverted)
                count
                    .ConvertsFrom<string>(text => new Size(text, 0))
                    .ConvertsFrom<int>(n => new Size("then", n));
            bench.Gate();
            Step("use")
                .Run(ctx =>
                {
                    read = ctx.Read(count.Output);
                    return Task.CompletedTask;
                });
        }
        Assert.That(
            bench.Refusal(() => After(false)),
            Is.EqualTo(
                new[]
                {
                    "changed 'count': it is done already, and its stored result is Int32, no Size: give the step "
                        + ".ConvertsFrom<…>(old => …), or keep the type",
                }
            )
        );
        bench.IsOpen = false;
        await bench.MigrateAsync(() => After(true));
        bench.IsOpen = true;
        var result = await bench.World.ResumeAsync(Scripted.Plan(() => After(false)));
        Assert.That(result.Status, Is.EqualTo(RunStatus.Done), result.Message);
        Assert.That(read, Is.EqualTo(new Size("then", 7)), "journaled with the migration");
    }

    [Test]
    public async Task A_record_with_one_more_member_is_another_type()
    {
        using var bench = new MigrationBench();
        await bench.HoldAsync(() =>
        {
            Step("size").Run(_ => Task.FromResult(new Small("a"))).NoUndo("none");
            bench.Gate();
        });
        var lines = bench.Refusal(() =>
        {
            Step("size").Run(_ => Task.FromResult(new Size("a", 1))).NoUndo("none");
            bench.Gate();
        });
        Assert.That(
            lines.Single(),
            Does.Contain("its stored result is Small, no Size: give the step .ConvertsFrom")
        );
    }

    private static Task HoldAsync(MigrationBench bench) =>
        bench.HoldAsync(() =>
        {
            Step("count").Run(_ => Task.FromResult(7));
            bench.Gate();
        });

    private sealed record Small(string Name);

    private sealed record Size(string Name, int Bytes);
}
