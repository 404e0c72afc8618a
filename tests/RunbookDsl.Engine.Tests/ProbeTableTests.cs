using RunbookDsl.Engine.Tests.Support;
using static RunbookDsl.Verbs;

namespace RunbookDsl.Engine.Tests;

/// <summary>
/// What the engine does for each answer of a probe, before the first run and after a crash.
/// </summary>
[Parallelizable(ParallelScope.All)]
[CancelAfter(60_000)]
public sealed class ProbeTableTests
{
    // Columns: what the probe says; then the verdict for convergent, additive, additive with repair,
    // non-idempotent, irreversible. run = runs, ok = taken as done, fix = cleared and run, held and doubt =
    // not run.
    [TestCase("NotDone", false, "run run run run run")]
    [TestCase("Done", false, "ok ok ok ok ok")]
    [TestCase("Unknown", false, "run run run run run")]
    [TestCase("Partial", false, "run held fix held held")]
    [TestCase("Conflict", false, "held held held held held")]
    [TestCase("NotDone", true, "run run run run run")]
    [TestCase("Done", true, "ok ok ok ok ok")]
    [TestCase("Unknown", true, "run doubt doubt doubt doubt")]
    [TestCase("Partial", true, "run doubt fix doubt doubt")]
    [TestCase("Conflict", true, "doubt doubt doubt doubt doubt")]
    [TestCase("throws", false, "run run run run run")]
    [TestCase("throws", true, "run doubt doubt doubt doubt")]
    public async Task Verdict_of_a_probe(string says, bool isInDoubt, string expected)
    {
        var classes = new (EffectClass Class, bool Repairs)[]
        {
            (EffectClass.Convergent, false),
            (EffectClass.Additive, false),
            (EffectClass.Additive, true),
            (EffectClass.NonIdempotent, false),
            (EffectClass.Irreversible, false),
        };
        var verdicts = new List<string>();
        foreach (var (effect, repairs) in classes)
            verdicts.Add(await VerdictAsync(says, isInDoubt, effect, repairs));
        Assert.That(string.Join(' ', verdicts), Is.EqualTo(expected));
    }

    [Test]
    public async Task A_step_without_a_probe_in_doubt_is_held_with_all_ways_out()
    {
        using var world = new World();
        var plan = World.Plan(() => Step("pay").Run(_ => Task.CompletedTask));
        await CrashInDoubtAsync(world, plan);
        var result = await world.ResumeAsync(plan);
        Assert.That(result.Status, Is.EqualTo(RunStatus.InDoubt));
        Assert.That(
            result.Message,
            Is.EqualTo(
                "'pay' is in doubt: it was begun and its outcome was never written. The probe says "
                    + "Unknown: Run has no "
                    + $"probe. Look for yourself, then settle it: `runbook resolve {world.RunId} pay "
                    + $"--done | --rerun | "
                    + "--undone | --skip --reason \"…\"`."
            )
        );
    }

    [Test]
    public async Task A_probe_that_hangs_has_seen_nothing()
    {
        using var world = new World();
        var plan = World.Plan(() =>
            Step("a")
                .Run(_ => Task.CompletedTask)
                .Probe(async _ =>
                {
                    if (world.RunId.Length > 0)
                        await new TaskCompletionSource().Task;
                    return ProbeState.NotDone;
                })
        );
        await CrashInDoubtAsync(world, plan);
        var resumed = world.ResumeAsync(plan);
        while (!resumed.IsCompleted)
        {
            world.Clock.Advance(TimeSpan.FromMinutes(1));
            await Task.Yield();
        }
        var result = await resumed;
        Assert.That(result.Status, Is.EqualTo(RunStatus.InDoubt));
        Assert.That(
            result.Message,
            Does.Contain("The probe says Unknown: the probe did not stop when it was cancelled.")
        );
    }

    [Test]
    public async Task What_is_in_flight_is_waited_for()
    {
        using var world = new World();
        var looks = 0;
        var plan = World.Plan(() =>
            Step("a")
                .Run(
                    new SetValue(world.Server, "a", "on")
                    {
                        Says = _ => ++looks < 4 ? Probe.InFlight("pid 7 works") : Probe.Done("it is on"),
                        Body = (_, _) => throw new InvalidOperationException("must not run"),
                    }
                )
        );
        var result = await world.StartAsync(plan);
        Assert.That(result.Status, Is.EqualTo(RunStatus.Done), result.Message);
        Assert.That(world.Pause.Waits, Is.EqualTo(Enumerable.Repeat(TimeSpan.FromSeconds(1), 3)));
        Assert.That(
            world.Log.Lines,
            Has.Exactly(1).EqualTo("Waiting a: an earlier attempt is still at work: pid 7 works")
        );
    }

    [Test]
    public async Task What_an_earlier_attempt_did_is_ours_and_is_taken_back()
    {
        using var world = new World();
        world.Server.Prepare("a", "off");
        var plan = World.Plan(() =>
            Step("a")
                .Run(
                    new SetValue(world.Server, "a", "on")
                    {
                        Body = (_, _) =>
                        {
                            world.Server.Set("a", "on");
                            throw new OperationFailedException("the reply was bad", retryable: true);
                        },
                    }
                )
                .Retry(2)
        );
        var result = await world.StartAsync(plan, r => r with { Until = "a" });
        Assert.That(result.State.Step("a").Phase, Is.EqualTo(StepPhase.Verified), result.Message);
        Assert.That(result.State.Step("a").WasSatisfied, Is.False);
        Assert.That(result.State.Step("a").Before!["value"], Is.EqualTo("off"));
    }

    [Test]
    public async Task A_repair_waits_for_the_confirmation_and_its_intent()
    {
        using var world = new World();
        var calls = new List<string>();
        world.Server.OnEffect = _ => calls.AddRange(world.Store.Calls.TakeLast(2));
        world.People.Answers = _ => new Answer(false, "mia", world.Clock.GetUtcNow());
        var plan = World.Plan(() =>
            Step("a")
                .Confirm("Sure?")
                .Run(
                    new SetValue(world.Server, "a", "on")
                    {
                        Says = _ => Probe.Partial("a leftover"),
                        Repairs = true,
                    }
                )
        );
        var refused = await world.StartAsync(plan);
        Assert.That(refused.Status, Is.EqualTo(RunStatus.Aborted));
        Assert.That(world.Server.Effects, Is.Empty);
        world.People.Answers = _ => new Answer(true, "mia", world.Clock.GetUtcNow());
        await world.ResumeAsync(plan);
        Assert.That(world.Server.Effects, Is.EqualTo(new[] { "a=repaired", "a=on" }));
        Assert.That(calls.Take(2), Is.EqualTo(new[] { "step.intent a", "commit" }));
    }

    internal static async Task CrashInDoubtAsync(World world, Plan plan)
    {
        world.Store.DiesAfterCommit = 1;
        Assert.That(async () => await world.StartAsync(plan), Throws.InstanceOf<Journal.JournalException>());
        await Task.CompletedTask;
    }

    private static async Task<string> VerdictAsync(
        string says,
        bool isInDoubt,
        EffectClass effect,
        bool repairs
    )
    {
        using var world = new World();
        var plan = World.Plan(() =>
            Step("a")
                .Run(
                    new SetValue(world.Server, "a", "on")
                    {
                        Class = effect,
                        Repairs = repairs,
                        Says = _ => Say(says, isInDoubt && world.RunId.Length == 0),
                        Body = (_, _) =>
                        {
                            world.Server.Set("a", "ran");
                            return Task.CompletedTask;
                        },
                    }
                )
        );
        if (isInDoubt)
            await CrashInDoubtAsync(world, plan);
        var result = isInDoubt ? await world.ResumeAsync(plan) : await world.StartAsync(plan);
        var verdict = string.Join(' ', world.Server.Effects) switch
        {
            "a=ran" => "run",
            "a=repaired a=ran" => "fix",
            "" when result.Status == RunStatus.Done => "ok",
            "" when result.Status == RunStatus.Held => "held",
            "" when result.Status == RunStatus.InDoubt => "doubt",
            var other => $"{other}/{result.Status}",
        };
        return verdict;
    }

    private static Probe Say(string says, bool isFirst) =>
        isFirst ? Probe.NotDone("not yet")
        : says == "throws" ? throw new InvalidOperationException("the probe broke")
        : new Probe(Enum.Parse<ProbeState>(says), "as told");
}
