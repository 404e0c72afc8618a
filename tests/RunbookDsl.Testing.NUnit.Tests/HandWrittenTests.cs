using static RunbookDsl.Testing.WorldVerbs;

namespace RunbookDsl.Testing.NUnit.Tests;

public sealed class HandWrittenTests
{
    private const string Script = "tests/RunbookDsl.Testing.NUnit.Tests/Sample/greeting/greeting.csx";

    [Test]
    [CancelAfter(120_000)]
    public async Task A_crash_after_the_effect_is_survived(CancellationToken cancellation)
    {
        await using var runbook = await RunbookFixture.OpenAsync(Script, cancellation: cancellation);

        var crash = Scenario.Clean.With("announce:crash-after-effect", runbook.Plan);
        var result = await runbook.RehearseAsync(crash, cancellation);

        Assert.That(result, Rehearses.Cleanly());
        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.Scenario.Name, Is.EqualTo("announce: crash AfterEffect"));
            Assert.That(result.Lives.Select(l => l.Verb).Take(2), Is.EqualTo(["exec", "resume"]));
        }
    }

    [Test]
    [CancelAfter(120_000)]
    public async Task A_world_can_be_described_in_the_test(CancellationToken cancellation)
    {
        var world = Worlds.Of(() => Answers("Is everybody ready?", yes: true, by: "bob"));
        await using var runbook = await RunbookFixture.OpenAsync(Script, world, cancellation: cancellation);

        var result = await runbook.RehearseAsync(Scenario.Clean, cancellation);

        Assert.That(result, Rehearses.Cleanly());
        Assert.That(result.Asked.Single().Question.Text, Does.Contain("Is everybody ready?"));
    }

    [Test]
    [CancelAfter(120_000)]
    public async Task A_finding_is_shown_with_the_transcript(CancellationToken cancellation)
    {
        var silent = Worlds.Of(() => { });
        await using var runbook = await RunbookFixture.OpenAsync(Script, silent, cancellation: cancellation);
        var result = await runbook.RehearseAsync(Scenario.Clean, cancellation);

        var failure = Assert.Throws<AssertionException>(() => Assert.That(result, Rehearses.Cleanly()));

        Assert.That(
            failure.Message.ReplaceLineEndings("\n"),
            Is.EqualTo(
                "  Assert.That(result, Rehearses.Cleanly())\n"
                    + "  Expected: a rehearsal without findings\n"
                    + $"  But was:  \"clean\" with {result.Findings.Count} of them\n"
                    + string.Concat(result.Findings.Select(f => $"    {f}\n"))
                    + $"\n{Transcript.Of(result).TrimEnd()}\n"
            )
        );
        Assert.That(failure.Message, Does.Contain("Is everybody ready?"));
    }

    [Test]
    public void A_mistake_in_the_world_is_told_with_its_place()
    {
        var failure = Assert.Throws<AuthoringException>(() =>
            Worlds.Of(() =>
            {
                Given("TOKEN", "a");
                Given("TOKEN", "b");
            })
        );
        Assert.That(
            failure.Message,
            Does.Contain("secret TOKEN is given at ").And.Contain(nameof(HandWrittenTests))
        );
    }

    [Test]
    public void A_runbook_that_is_nowhere_is_told() =>
        Assert.That(
            async () => await RunbookFixture.OpenAsync("runbooks/gone.csx"),
            Throws
                .TypeOf<WorldException>()
                .With.Message.EqualTo(
                    "there is no runbooks/gone.csx, neither from "
                        + $"{AppContext.BaseDirectory.TrimEnd('/')} nor from any folder above it."
                )
        );
}
