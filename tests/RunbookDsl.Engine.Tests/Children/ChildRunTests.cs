using RunbookDsl.Engine.Tests.Support;
using static RunbookDsl.Verbs;

namespace RunbookDsl.Engine.Tests.Children;

/// <summary>
/// A step that runs another runbook: what is journaled where, and what a child does to its parent.
/// </summary>
[CancelAfter(30_000)]
public sealed class ChildRunTests
{
    private World _world = null!;
    private ChildTable _children = null!;

    private EffectServer Server => _world.Server;

    [SetUp]
    public void Prepare() => (_world, _children) = (new World(), new ChildTable());

    [TearDown]
    public void Leave() => _world.Dispose();

    private Plan Plan(Action script) => World.Plan(script, children: _children);

    private RunState Child() =>
        _world.Store.List().Select(l => StateFold.Of(l.History!)).Single(s => s.Parent is not null);

    private string[] Types(string runId) =>
        [.. _world.Store.Read(runId).Records.Select(r => $"{r.Type} {r.Step}".TrimEnd())];

    private Task<RunResult> WorkAsync(
        string runId,
        Plan plan,
        Func<RunbookEngine, RunRequest, Task<RunResult>> work
    )
    {
        _world.Restart();
        return work(new RunbookEngine(_world.Services()), new RunRequest(plan));
    }

    [Test]
    public async Task The_childs_id_is_durable_before_it_begins_and_its_first_line_names_the_parent()
    {
        _children["child"] = () => Step("a").Run(new SetValue(Server, "a", "on"));
        var plan = Plan(() =>
        {
            var child = Step("Other one").Run(ChildRun("child"));
            Step("after")
                .Run(c => Task.FromResult(c.Read(child.Output)))
                .ReadOnly()
                .Verify(r => r.Status == "done");
        });
        var result = await _world.StartAsync(plan);
        Assert.That(result.Status, Is.EqualTo(RunStatus.Done), result.Message);
        var child = Child();
        Assert.Multiple(() =>
        {
            Assert.That(child.Parent, Is.EqualTo(new ParentReference(result.RunId, "other-one")));
            Assert.That(child.RunId, Does.Match($"^{result.RunId}-[2-9a-z]{{4}}$"));
            Assert.That(child is { IsClosed: true, Status: RunStatus.Done });
            Assert.That(result.State.Step("other-one").Child!.RunId, Is.EqualTo(child.RunId));
            Assert.That(result.State.Step("other-one").Child!.Status, Is.EqualTo(RunStatus.Done));
            Assert.That(
                result.State.Step("after").Result.GetProperty("runId").GetString(),
                Is.EqualTo(child.RunId)
            );
            Assert.That(
                _world.Store.Calls.Take(_world.Store.Calls.FindIndex(c => c == "step.intent a")),
                Is.EqualTo(
                    new[]
                    {
                        "plan.fixed",
                        "step.intent other-one",
                        "commit",
                        "child.started other-one",
                        "commit",
                        "plan.fixed",
                    }
                )
            );
            Assert.That(
                Types(result.RunId),
                Is.EqualTo(
                    new[]
                    {
                        "run.opened",
                        "plan.fixed",
                        "step.intent other-one",
                        "child.started other-one",
                        "child.ended other-one",
                        "step.outcome other-one",
                        "step.verified other-one",
                        "step.intent after",
                        "step.outcome after",
                        "step.verified after",
                        "run.closed",
                    }
                )
            );
        });
    }

    [Test]
    public async Task What_happens_in_the_child_is_seen_one_level_further_in()
    {
        _children["child"] = () => Step("a").Run(new SetValue(Server, "a", "on"));
        await _world.StartAsync(Plan(() => Step("other").Run(ChildRun("child"))));
        Assert.That(
            _world
                .Log.Events.Where(e => e.Kind != RunEventKind.StepReached)
                .Select(e => $"{e.Depth} {e.Kind} {e.Step?.Id}"),
            Is.EqualTo(
                new[]
                {
                    "0 RunStarted ",
                    "0 StepStarted other",
                    "1 RunStarted ",
                    "1 StepStarted a",
                    "1 StepDone a",
                    "1 StepVerified a",
                    "0 StepDone other",
                    "0 StepVerified other",
                }
            )
        );
    }

    [Test]
    public async Task A_child_that_is_held_holds_its_parent_and_is_gone_on_with_by_its_resume()
    {
        var isBroken = true;
        _children["child"] = () =>
        {
            Runbook("The other one");
            Step("a").Run(new SetValue(Server, "a", "on"));
            Step("b")
                .Run(_ => isBroken ? throw new OperationFailedException("no room") : Task.CompletedTask)
                .Idempotent()
                .NoUndo("nothing");
        };
        var plan = Plan(() => Step("other").Run(ChildRun("child")));
        var held = await _world.StartAsync(plan);
        var child = Child();
        Assert.Multiple(() =>
        {
            Assert.That(held.Status, Is.EqualTo(RunStatus.Held));
            Assert.That(held.StepId, Is.EqualTo("other"));
            Assert.That((held.Child!.RunId, held.Child.StepId), Is.EqualTo((child.RunId, "b")));
            Assert.That(
                held.Message,
                Is.EqualTo(
                    $"The child run {child.RunId} (\"The other one\") of 'other' stopped at 'b': 'b' failed: no "
                        + $"room. Then: `runbook resume {child.RunId}` tries again, `runbook resolve "
                        + $"{child.RunId} b --skip --reason \"…\"` leaves it out, `runbook undo {child.RunId}` "
                        + $"goes back. Then `runbook resume {held.RunId}` goes on with it."
                )
            );
            Assert.That(_world.State().Step("other").Child!.Status, Is.EqualTo(RunStatus.Held));
        });
        isBroken = false;
        var done = await _world.ResumeAsync(plan);
        Assert.That(done.Status, Is.EqualTo(RunStatus.Done), done.Message);
        Assert.That(Child().RunId, Is.EqualTo(child.RunId), "no second child");
        Assert.That(Server.Effects, Is.EqualTo(new[] { "a=on" }));
    }

    [Test]
    public async Task A_childs_doubt_is_the_parents_and_is_settled_in_the_child()
    {
        _children["child"] = () =>
            Step("mail").Run(_ => throw new OutcomeUnknownException("no answer")).NoUndo("sent");
        var plan = Plan(() => Step("other").Run(ChildRun("child")));
        var held = await _world.StartAsync(plan);
        Assert.That(held.Status, Is.EqualTo(RunStatus.InDoubt), held.Message);
        var childPlan = ((ChildRunOperation)plan.Steps[0].Action).Plan;
        _world.Restart();
        new RunbookEngine(_world.Services()).Resolve(
            Child().RunId,
            new RunRequest(childPlan),
            new Resolution("mail", ResolutionKind.Done, "it arrived")
        );
        var done = await _world.ResumeAsync(plan);
        Assert.That(done.Status, Is.EqualTo(RunStatus.Done), done.Message);
    }

    [Test]
    public async Task A_guard_that_refuses_in_the_child_is_a_guard_that_refuses()
    {
        _children["child"] = () =>
            Step("a").Run(new SetValue(Server, "a", "on")).Guard(_ => Task.FromResult(false), "all is quiet");
        var held = await _world.StartAsync(Plan(() => Step("other").Run(ChildRun("child"))));
        Assert.That(held.Status, Is.EqualTo(RunStatus.GuardRefused), held.Message);
        Assert.That(Server.Effects, Is.Empty);
    }

    [Test]
    public async Task A_guard_of_the_step_is_not_asked_again_for_a_child_that_has_begun()
    {
        var looks = 0;
        var isBroken = true;
        _children["child"] = () =>
            Step("b")
                .Run(_ => isBroken ? throw new OperationFailedException("no room") : Task.CompletedTask)
                .Idempotent()
                .NoUndo("nothing");
        var plan = Plan(() =>
            Step("other").Run(ChildRun("child")).Guard(_ => Task.FromResult(++looks == 1), "nothing runs yet")
        );
        await _world.StartAsync(plan);
        isBroken = false;
        var done = await _world.ResumeAsync(plan);
        Assert.That(done.Status, Is.EqualTo(RunStatus.Done), done.Message);
        Assert.That(looks, Is.EqualTo(1));
    }

    [Test]
    public async Task A_child_that_was_resumed_by_itself_is_found_done_by_its_parent()
    {
        var isBroken = true;
        _children["child"] = () =>
            Step("b")
                .Run(_ =>
                {
                    if (isBroken)
                        throw new OperationFailedException("no room");
                    Server.Set("b", "on");
                    return Task.CompletedTask;
                })
                .Idempotent()
                .NoUndo("nothing");
        var plan = Plan(() => Step("other").Run(ChildRun("child")));
        await _world.StartAsync(plan);
        isBroken = false;
        var childPlan = ((ChildRunOperation)plan.Steps[0].Action).Plan;
        var alone = await WorkAsync(
            Child().RunId,
            childPlan,
            (e, r) => e.ResumeAsync(Child().RunId, r, _world.Control)
        );
        Assert.That(alone.Status, Is.EqualTo(RunStatus.Done), alone.Message);
        var done = await _world.ResumeAsync(plan);
        Assert.That(done.Status, Is.EqualTo(RunStatus.Done), done.Message);
        Assert.That(Server.Effects, Is.EqualTo(new[] { "b=on" }));
        Assert.That(Types(done.RunId), Does.Contain("step.probe other"));
    }

    [Test]
    public async Task A_child_that_was_taken_back_by_itself_wants_a_persons_word_and_then_begins_anew()
    {
        _children["child"] = () =>
        {
            Step("a").Run(new SetValue(Server, "a", "on"));
            Step("b")
                .Run(new SetValue(Server, "b", "on"))
                .Guard(_ => Task.FromResult(Server.Get("mended") is not null), "mended");
        };
        var plan = Plan(() => Step("other").Run(ChildRun("child")));
        await _world.StartAsync(plan);
        var first = Child().RunId;
        var childPlan = ((ChildRunOperation)plan.Steps[0].Action).Plan;
        await WorkAsync(first, childPlan, (e, r) => e.UndoAsync(first, r, null, _world.Control));
        var held = await _world.ResumeAsync(plan);
        Assert.That(held.Status, Is.EqualTo(RunStatus.InDoubt));
        Assert.That(
            held.Message,
            Is.EqualTo(
                $"'other' is in doubt: its child run {first} is not at its end. The probe says Conflict: "
                    + $"child run {first} was taken back. Look for yourself, then settle it: `runbook resolve "
                    + $"{held.RunId} other --done | --rerun | --undone | --skip --reason \"…\"`."
            )
        );
        Server.Prepare("mended", "yes");
        _world.Resolve(plan, "other", ResolutionKind.Rerun);
        var done = await _world.ResumeAsync(plan);
        Assert.That(done.Status, Is.EqualTo(RunStatus.Done), done.Message);
        Assert.That(done.State.Step("other").Child!.RunId, Is.Not.EqualTo(first));
        Assert.That(Server.Effects, Is.EqualTo(new[] { "a=on", "a=(none)", "a=on", "b=on" }));
    }

    [Test]
    public async Task A_stop_reaches_the_child_and_a_resume_goes_on_with_it()
    {
        _children["child"] = () =>
        {
            Step("a").Run(new SetValue(Server, "a", "on") { Body = StopAsync });
            Step("b").Run(new SetValue(Server, "b", "on"));
        };
        var plan = Plan(() => Step("other").Run(ChildRun("child")));
        var stopped = await _world.StartAsync(plan);
        Assert.That(stopped.Status, Is.EqualTo(RunStatus.Aborted), stopped.Message);
        Assert.That(Server.Get("b"), Is.Null);
        var done = await _world.ResumeAsync(plan);
        Assert.That(done.Status, Is.EqualTo(RunStatus.Done), done.Message);
        Assert.That(Server.Effects, Is.EqualTo(new[] { "b=on" }));
    }

    [Test]
    public async Task A_time_limit_of_the_step_cancels_the_child_and_is_no_doing_of_the_operator()
    {
        var isSlow = true;
        _children["child"] = () =>
            Step("a")
                .Run(
                    new SetValue(Server, "a", "on")
                    {
                        Body = (_, cancellation) =>
                        {
                            _world.Clock.Advance(isSlow ? TimeSpan.FromMinutes(2) : TimeSpan.Zero);
                            cancellation.ThrowIfCancellationRequested();
                            return Task.CompletedTask;
                        },
                    }
                );
        var plan = Plan(() => Step("other").Run(ChildRun("child")).Timeout(TimeSpan.FromMinutes(1)));
        var held = await _world.StartAsync(plan);
        var child = Child().RunId;
        Assert.That(held.Status, Is.EqualTo(RunStatus.Held));
        Assert.That(
            held.Message,
            Is.EqualTo(
                $"The time limit of 'other', 1m, passed and its child run {child} (\"child\") was cancelled: 'a' was "
                    + $"cancelled: the operator cancelled it. Then: `runbook resume {child}` tries again, `runbook "
                    + $"resolve {child} a --skip --reason \"…\"` leaves it out, `runbook undo {child}` goes back. Then "
                    + $"`runbook resume {held.RunId}` goes on with it."
            )
        );
        isSlow = false;
        var done = await _world.ResumeAsync(plan);
        Assert.That(done.Status, Is.EqualTo(RunStatus.Done), done.Message);
    }

    [Test]
    public async Task Children_of_one_runbook_go_side_by_side()
    {
        _children["child"] = () =>
        {
            var host = Param<string>("host", "which");
            Step("a")
                .Run(
                    new SetValue(Server, host, "on")
                    {
                        Body = async (_, _) =>
                        {
                            await Task.Yield();
                            Server.Set(host, "on");
                        },
                    }
                );
        };
        var plan = Plan(() =>
            Parallel(() =>
                ForEach(["x", "y", "z"], host => Step("on").Run(ChildRun("child").With("host", host)))
            )
        );
        var done = await _world.StartAsync(plan);
        Assert.That(done.Status, Is.EqualTo(RunStatus.Done), done.Message);
        Assert.That(Server.Effects, Is.EquivalentTo(new[] { "x=on", "y=on", "z=on" }));
        var children = _world
            .Store.List()
            .Select(l => StateFold.Of(l.History!))
            .Where(s => s.Parent is not null)
            .ToList();
        Assert.That(
            children.Select(c => (c.Parent!.StepId, c.Parameters["host"], c.Status)),
            Is.EquivalentTo(
                new[]
                {
                    ("on[x]", "x", RunStatus.Done),
                    ("on[y]", "y", RunStatus.Done),
                    ("on[z]", "z", RunStatus.Done),
                }
            )
        );
    }

    private Task StopAsync(StepContext context, CancellationToken cancellation)
    {
        _world.Control.Request();
        return Task.CompletedTask;
    }

    [Test]
    public async Task A_result_given_to_the_child_is_a_parameter_of_its_run()
    {
        _children["child"] = () =>
        {
            var host = Param<string>("host", "which").Must(h => h.StartsWith("web"), "a web server");
            Step("reload").Run(new SetValue(Server, host, "reloaded"));
        };
        var plan = Plan(() =>
        {
            var named = Step("name").Run(_ => Task.FromResult("web-7")).ReadOnly();
            Step("other").Run(ChildRun("child").With("host", named));
        });
        Assert.That(plan.Find("other")!.Action.Description, Does.EndWith(": 1 step, 1 changing something"));
        var done = await _world.StartAsync(plan);
        Assert.That(done.Status, Is.EqualTo(RunStatus.Done), done.Message);
        Assert.That(Child().Parameters["host"], Is.EqualTo("web-7"));
        Assert.That(Server.Effects, Is.EqualTo(new[] { "web-7=reloaded" }));
    }

    [Test]
    public async Task A_result_the_child_refuses_holds_the_step_before_the_child_begins()
    {
        _children["child"] = () =>
        {
            var host = Param<string>("host", "which").Must(h => h.StartsWith("web"), "a web server");
            Step("reload").Run(new SetValue(Server, host, "reloaded"));
        };
        var held = await _world.StartAsync(
            Plan(() =>
            {
                var named = Step("name").Run(_ => Task.FromResult("db-7")).ReadOnly();
                Step("other").Run(ChildRun("child").With("host", named));
            })
        );
        Assert.That(held.Status, Is.EqualTo(RunStatus.Held));
        Assert.That(
            held.Message,
            Does.StartWith("'other' cannot begin its child run: ")
                .And.EndsWith("error RB0114: parameter 'host' must be a web server: it is 'db-7'.")
        );
        Assert.That(_world.Store.List().Count(), Is.EqualTo(1));
    }

    [Test]
    public async Task A_secret_of_the_parent_is_the_childs_by_its_name_and_is_no_parameter()
    {
        _world.Secret("TOKEN", "tell-nobody");
        var seen = "";
        _children["child"] = () =>
            Step("a")
                .Run(c =>
                {
                    seen = c.Reveal(Secret("TOKEN"));
                    return Task.CompletedTask;
                })
                .ReadOnly();
        _children["open"] = () =>
        {
            var value = Param<string>("value", "what");
            Step("b").Run(new SetValue(Server, "b", value));
        };
        var held = await _world.StartAsync(
            Plan(() =>
            {
                var told = Step("tell").Run(c => Task.FromResult(c.Reveal(Secret("TOKEN")))).ReadOnly();
                Step("other").Run(ChildRun("child"));
                Step("wrong").Run(ChildRun("open").With("value", told));
            })
        );
        Assert.That(seen, Is.EqualTo("tell-nobody"));
        Assert.That(
            held.Message,
            Is.EqualTo(
                "'wrong' would have to journal a secret: the child's parameter 'value' holds one. The child run "
                    + "was not begun. Let the child ask for it by name, Secret(\"…\")."
            )
        );
        Assert.That(_world.JournalText(), Does.Not.Contain("tell-nobody"));
    }
}
