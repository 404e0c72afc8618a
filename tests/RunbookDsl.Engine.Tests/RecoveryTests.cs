using RunbookDsl.Engine.Tests.Support;
using RunbookDsl.Journal;
using static RunbookDsl.Verbs;

namespace RunbookDsl.Engine.Tests;

[Parallelizable(ParallelScope.All)]
[CancelAfter(20_000)]
public sealed class RecoveryTests
{
    [Test]
    public async Task A_torn_intent_is_a_doubt_also_after_a_second_crash()
    {
        using var world = new World();
        var plan = World.Plan(() =>
        {
            Step("a").Run(new SetValue(world.Server, "a", "on"));
            Step("pay").Run(_ => Task.CompletedTask);
        });
        world.Store.DiesAfterCommit = 3;
        Assert.That(async () => await world.StartAsync(plan), Throws.InstanceOf<JournalException>());
        Tear(world);
        var first = await world.ResumeAsync(plan);
        Assert.That(first.Status, Is.EqualTo(RunStatus.InDoubt), first.Message);
        Assert.That(first.StepId, Is.EqualTo("pay"));
        var second = await world.ResumeAsync(plan);
        Assert.That(
            second.Status,
            Is.EqualTo(RunStatus.InDoubt),
            "the doubt is gone after the second resume"
        );
        world.Resolve(plan, "pay", ResolutionKind.Rerun);
        Assert.That((await world.ResumeAsync(plan)).Status, Is.EqualTo(RunStatus.Done));
    }

    [Test]
    public async Task Results_of_all_simple_types_and_records_and_blobs_are_there_after_a_crash()
    {
        using var world = new World();
        var isCrashing = true;
        var large = new string('x', 20_000);
        var read = "";
        var plan = World.Plan(() =>
        {
            var text = Step("text").Run(_ => Task.FromResult("täxt \"quoted\"")).ReadOnly();
            var flag = Step("flag").Run(_ => Task.FromResult(true)).ReadOnly();
            var whole = Step("whole").Run(_ => Task.FromResult(long.MaxValue)).ReadOnly();
            var real = Step("real").Run(_ => Task.FromResult(0.1)).ReadOnly();
            var pair = Step("pair").Run(_ => Task.FromResult((Name: "n", Count: 3))).ReadOnly();
            var record = Step("record").Run(_ => Task.FromResult(new Size("big", 7))).ReadOnly();
            var blob = Step("blob").Run(_ => Task.FromResult(large)).ReadOnly();
            Step("crash")
                .Run(_ => isCrashing ? throw new OperationFailedException("x") : Task.FromResult(1))
                .ReadOnly();
            Step("use")
                .Run(ctx =>
                {
                    read =
                        $"{ctx.Read(text.Output)} {ctx.Read(flag.Output)} {ctx.Read(whole.Output)} "
                        + $"{ctx.Read(real.Output)} "
                        + $"{ctx.Read(pair.Output)} {ctx.Read(record.Output)} {ctx.Read(blob.Output).Length}";
                    return Task.FromResult(1);
                })
                .ReadOnly();
        });
        await world.StartAsync(plan);
        isCrashing = false;
        var result = await world.ResumeAsync(plan);
        Assert.That(result.Status, Is.EqualTo(RunStatus.Done), result.Message);
        Assert.That(
            read,
            Is.EqualTo(
                "täxt \"quoted\" True 9223372036854775807 0.1 (n, 3) Size { Name = big, Bytes = 7 } 20000"
            )
        );
    }

    [Test]
    public async Task A_result_that_is_no_json_does_not_lose_the_outcome()
    {
        using var world = new World();
        var isHeld = true;
        var plan = World.Plan(() =>
        {
            var odd = Step("odd").Run(_ => Task.FromResult(double.NaN)).NoUndo("none");
            Step("stop").Run(_ => Task.FromResult(1)).ReadOnly().Guard(_ => Task.FromResult(!isHeld));
            Step("use").When(odd.Is(v => v > 1)).Run(_ => Task.CompletedTask);
        });
        var first = await world.StartAsync(plan);
        Assert.That(first.State.Step("odd").Phase, Is.EqualTo(StepPhase.Verified));
        isHeld = false;
        var held = await world.ResumeAsync(plan);
        Assert.That(held.Status, Is.EqualTo(RunStatus.Held));
        Assert.That(held.Message, Does.StartWith("The result of 'odd' could not be journaled"));
        world.Resolve(plan, "odd", ResolutionKind.Done, "2.5");
        Assert.That((await world.ResumeAsync(plan)).Status, Is.EqualTo(RunStatus.Done));
        Assert.That(world.State().Step("use").Phase, Is.EqualTo(StepPhase.Verified));
    }

    [Test]
    public async Task A_changed_script_is_refused_with_what_differs()
    {
        using var world = new World();
        var plan = World.Plan(() =>
        {
            Step("a").Run(_ => Task.FromResult(1)).Guard(_ => Task.FromResult(false));
            Step("b").Run(_ => Task.FromResult(1));
        });
        await world.StartAsync(plan);
        var changed = World.Plan(() =>
        {
            Step("a").Run(_ => Task.FromResult(2)).Guard(_ => Task.FromResult(false));
            Step("c").Run(_ => Task.FromResult(1));
        });
        var error = Assert.ThrowsAsync<ScriptChangedException>(() => world.ResumeAsync(changed));
        Assert.That(error!.Differences, Is.EqualTo(new[] { "changed 'a'", "added 'c'", "removed 'b'" }));
        Assert.That(world.Records()[^1], Is.EqualTo("run.paused"));
    }

    [Test]
    public async Task Closed_sandbox_and_foreign_runs_are_refused()
    {
        using var world = new World();
        var plan = World.Plan(() =>
            Step("a").Run(_ => Task.FromResult(1)).Guard(_ => Task.FromResult(false))
        );
        await world.StartAsync(plan, r => r with { IsSandbox = true });
        var sandbox = Assert.ThrowsAsync<EngineException>(() => world.ResumeAsync(plan));
        Assert.That(sandbox!.Message, Does.StartWith($"run {world.RunId} worked in a sandbox that ended"));
        await world.StartAsync(plan);
        var real = Assert.ThrowsAsync<EngineException>(() =>
            world.ResumeAsync(plan, r => r with { IsSandbox = true })
        );
        Assert.That(
            real!.Message,
            Is.EqualTo($"run {world.RunId} works on the real world: it cannot go on in a sandbox.")
        );
        var done = World.Plan(() => Step("a").Run(_ => Task.FromResult(1)));
        await world.StartAsync(done);
        var closed = Assert.ThrowsAsync<EngineException>(() => world.ResumeAsync(done));
        Assert.That(closed!.Message, Does.StartWith($"run {world.RunId} is closed (Done): begin a new one"));
    }

    [Test]
    public async Task A_refused_decision_leaves_the_run_as_it_was_held()
    {
        using var world = new World();
        var plan = World.Plan(() =>
            Step("a").Run(_ => Task.FromResult(1)).Guard(_ => Task.FromResult(false))
        );
        await world.StartAsync(plan);
        Assert.Throws<EngineException>(() => world.Resolve(plan, "a", ResolutionKind.Rerun));
        Assert.That(world.State().Status, Is.EqualTo(RunStatus.GuardRefused));
        world.Resolve(plan, "a", ResolutionKind.Skip);
        Assert.That(world.State().Status, Is.EqualTo(RunStatus.GuardRefused));
        Assert.That(world.State().Reason, Does.StartWith("'a' was resolved as skip by mia: looked at it. "));
    }

    [Test]
    public async Task Until_stops_also_when_that_step_is_done_already()
    {
        using var world = new World();
        var plan = World.Plan(() =>
        {
            Step("a").Run(new SetValue(world.Server, "a", "on"));
            Step("b").Run(new SetValue(world.Server, "b", "on"));
        });
        await world.StartAsync(plan, r => r with { Until = "a" });
        var again = await world.ResumeAsync(plan, r => r with { Until = "a" });
        Assert.That(again.Status, Is.EqualTo(RunStatus.Paused));
        Assert.That(world.Server.Effects, Is.EqualTo(new[] { "a=on" }));
    }

    [Test]
    public async Task A_decision_is_taken_once_and_conditions_of_the_same_words_are_told_apart()
    {
        using var world = new World();
        var looks = 0;
        var plan = World.Plan(() =>
        {
            var outputs = new List<StepBuilder<int>>();
            ForEach(
                ["x", "y"],
                key => outputs.Add(Step("size").Run(_ => Task.FromResult(key == "x" ? 1 : 0)).ReadOnly())
            );
            Step("both")
                .When(outputs[0].Is(n => Looked(n)))
                .When(outputs[1].Is(n => Looked(n)))
                .Run(_ => Task.CompletedTask);
            Step("one")
                .When(outputs[0].Is(n => Looked(n)))
                .Run(_ => Task.CompletedTask)
                .Guard(_ => Task.FromResult(false));
        });
        var result = await world.StartAsync(plan);
        Assert.That(result.State.Step("both").Phase, Is.EqualTo(StepPhase.Skipped));
        Assert.That(looks, Is.EqualTo(3));
        await world.ResumeAsync(plan);
        Assert.That(looks, Is.EqualTo(3));

        bool Looked(int n)
        {
            looks++;
            return n > 0;
        }
    }

    [Test]
    public async Task No_secret_reaches_the_journal_the_events_or_the_message()
    {
        const string secret = "p@ss+w\"ord'1";
        using var world = new World();
        world.Secret("DB", secret);
        var plan = World.Plan(() =>
        {
            Step("tell")
                .Run(ctx =>
                {
                    var value = ctx.Reveal(Secret("DB"));
                    ctx.Note($"note {value}");
                    ctx.Report(new StepProgress($"progress {value}"));
                    return Task.FromResult($"result {value}");
                })
                .NoUndo("none");
            Step("fail")
                .Run(ctx => throw new InvalidOperationException($"failed with {ctx.Reveal(Secret("DB"))}"));
        });
        var result = await world.StartAsync(plan);
        Assert.That(result.Status, Is.EqualTo(RunStatus.Held));
        var all = world.JournalText() + string.Join('\n', world.Log.Lines) + result.Message;
        Assert.That(all, Does.Contain("{secret:DB}"));
        Assert.That(all, Does.Not.Contain(secret));
        Assert.That(all, Does.Not.Contain("w\\u0022ord").And.Not.Contain("p@ss"));
    }

    [Test]
    public async Task One_branch_fails_the_others_finish_what_they_do_and_the_block_keeps_its_limit()
    {
        using var world = new World();
        var (now, most) = (0, 0);
        var plan = World.Plan(() =>
        {
            Parallel(
                () =>
                    ForEach(
                        Enumerable.Range(0, 6).Select(i => $"h{i}"),
                        key =>
                            Step("work")
                                .Run(async _ =>
                                {
                                    most = Math.Max(most, Interlocked.Increment(ref now));
                                    await Task.Yield();
                                    Interlocked.Decrement(ref now);
                                    if (key == "h4")
                                        throw new OperationFailedException("no");
                                    world.Server.Set(key, "on");
                                })
                    ),
                atMost: 2
            );
            Step("after").Run(new SetValue(world.Server, "after", "on"));
        });
        var result = await world.StartAsync(plan);
        Assert.That(result.Status, Is.EqualTo(RunStatus.Held));
        Assert.That(result.StepId, Is.EqualTo("work[h4]"));
        Assert.That(most, Is.LessThanOrEqualTo(2));
        Assert.That(world.Server.Get("after"), Is.Null);
        Assert.That(world.State().Steps.Select(s => s.Phase), Has.None.EqualTo(StepPhase.InDoubt));
    }

    // The last segment ends in the middle of the record that the step's intent is.
    private static void Tear(World world)
    {
        var run = Path.Combine(world.Home, "runs", world.RunId);
        var segment = Directory.GetFiles(run, "*.jsonl").Order().Last();
        var bytes = File.ReadAllBytes(segment);
        var start = Array.LastIndexOf(bytes, (byte)'\n', bytes.Length - 2) + 1;
        File.WriteAllBytes(segment, bytes[..(start + 20)]);
    }

    private sealed record Size(string Name, long Bytes);
}
