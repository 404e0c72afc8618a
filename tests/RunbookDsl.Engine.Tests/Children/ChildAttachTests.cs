using RunbookDsl.Engine.Tests.Support;
using RunbookDsl.Journal;
using static RunbookDsl.Verbs;

namespace RunbookDsl.Engine.Tests.Children;

/// <summary>What a parent finds of its child after an interruption, and who may work on which.</summary>
[CancelAfter(30_000)]
public sealed class ChildAttachTests
{
    private World _world = null!;
    private ChildTable _children = null!;
    private Plan _plan = null!;

    private EffectServer Server => _world.Server;

    private Plan ChildPlan => ((ChildRunOperation)_plan.Steps[0].Action).Plan;

    [SetUp]
    public void Prepare()
    {
        (_world, _children) = (new World(), new ChildTable());
        _children["child"] = () =>
        {
            Step("a").Run(new SetValue(Server, "a", "on"));
            Step("b")
                .Run(new SetValue(Server, "b", "on"))
                .Guard(_ => Task.FromResult(Server.Get("mended") is not null), "mended");
        };
        _plan = World.Plan(() => Step("other").Run(ChildRun("child")), children: _children);
    }

    [TearDown]
    public void Leave() => _world.Dispose();

    private string ChildId() => _world.Store.List().Single(l => l.RunId != _world.RunId).RunId;

    private string Segment(string runId) => Path.Combine(_world.Home, "runs", runId, "000001.jsonl");

    private async Task DieAsync(int commits)
    {
        _world.Store.DiesAfterCommit = commits;
        await Task.CompletedTask;
        Assert.CatchAsync<JournalException>(() => _world.StartAsync(_plan));
        _world.RunId = _world.Store.List().Select(l => l.RunId).MinBy(id => id.Length)!;
        Server.Prepare("mended", "yes");
    }

    [Test]
    public async Task A_child_that_was_named_and_never_begun_begins_with_that_very_id()
    {
        // The intent and the child's name are durable, the child is not.
        await DieAsync(2);
        var named = _world.State().Step("other").Child!.RunId;
        Assert.That(_world.Store.List().Count(), Is.EqualTo(1));
        var done = await _world.ResumeAsync(_plan);
        Assert.That(done.Status, Is.EqualTo(RunStatus.Done), done.Message);
        Assert.That(ChildId(), Is.EqualTo(named));
    }

    [Test]
    public async Task A_child_whose_name_rotted_at_the_journals_end_is_found_all_the_same()
    {
        // The child has begun; the line that names it is torn, which looks as if it had never been written.
        await DieAsync(4);
        var child = ChildId();
        var lines = await File.ReadAllBytesAsync(Segment(_world.RunId));
        var last = lines.AsSpan(0, lines.Length - 1).LastIndexOf((byte)'\n') + 1;
        await File.WriteAllBytesAsync(Segment(_world.RunId), lines[..(last + 40)]);
        Assert.That(_world.State().Step("other").Child, Is.Null);
        var done = await _world.ResumeAsync(_plan);
        Assert.That(done.Status, Is.EqualTo(RunStatus.Done), done.Message);
        Assert.That(ChildId(), Is.EqualTo(child), "no second child");
        Assert.That(Server.Effects, Is.EqualTo(new[] { "a=on", "b=on" }));
    }

    [Test]
    public async Task A_child_whose_journal_is_damaged_holds_the_parent_in_doubt()
    {
        await _world.StartAsync(_plan);
        var file = Segment(ChildId());
        var bytes = await File.ReadAllBytesAsync(file);
        bytes[bytes.Length / 3] ^= 1;
        await File.WriteAllBytesAsync(file, bytes);
        var child = ChildId();
        var held = await _world.ResumeAsync(_plan);
        Assert.That(held.Status, Is.EqualTo(RunStatus.InDoubt));
        Assert.That(
            held.Message,
            Does.StartWith(
                    $"'other' is in doubt: child run {child} cannot be read: The journal is damaged: {file}, line "
                )
                .And.EndsWith(
                    "Nobody can tell what it has done. Mend or restore its journal, then `runbook resume "
                        + $"{_world.RunId}`; or look for yourself, then `runbook resolve {_world.RunId} other "
                        + "--done | --rerun | --undone | --skip --reason \"…\"`."
                )
        );
        Assert.That(Server.Effects, Is.EqualTo(new[] { "a=on" }));
    }

    [Test]
    public async Task A_child_is_not_worked_on_by_itself_while_its_parent_is_at_work()
    {
        await _world.StartAsync(_plan);
        var (parent, child) = (_world.RunId, ChildId());
        using var owner = _world
            .NewStore()
            .Resume(parent, _ => new JournalRecord { Type = RecordTypes.RunResumed });
        _world.Restart();
        var refused = Assert.CatchAsync<JournalException>(() =>
            new RunbookEngine(_world.Services()).ResumeAsync(child, new RunRequest(ChildPlan), _world.Control)
        );
        Assert.That(
            refused!.Message,
            Does.Match(
                $"^Run {child} is the child run of 'other' of run {parent}, which is being run by mia@\\S+ \\(pid "
                    + $"{Environment.ProcessId}\\) since \\S+ \\S+Z\\. A child is worked on by its parent while that is "
                    + $"at work\\. Nothing was changed\\. Look at it with 'runbook show {child}'; wait until the parent "
                    + $"ends, then 'runbook resume {parent}' goes on with both\\.$"
            )
        );
        using var both = _world
            .NewStore()
            .Resume(child, _ => new JournalRecord { Type = RecordTypes.RunResumed });
        var locked = Assert.CatchAsync<JournalException>(() =>
            new RunbookEngine(_world.Services()).ResumeAsync(child, new RunRequest(ChildPlan), _world.Control)
        );
        Assert.That(locked!.Message, Is.EqualTo(refused.Message), "the child taken by its parent too");
    }

    [Test]
    public async Task A_parent_waits_for_the_end_of_a_child_that_somebody_resumed_by_itself()
    {
        await _world.StartAsync(_plan);
        Server.Prepare("mended", "yes");
        var child = ChildId();
        var journal = _world
            .NewStore()
            .Resume(child, _ => new JournalRecord { Type = RecordTypes.RunResumed });
        var store = _world.NewStore();
        _world.Pause.OnWait = () =>
        {
            _world.Pause.OnWait = null;
            journal.Dispose();
            using var control = new RunControl();
            var alone = new RunbookEngine(_world.Services() with { Store = store })
                .ResumeAsync(
                    child,
                    new RunRequest(ChildPlan) { Parent = new ParentReference(_world.RunId, "other") },
                    control
                )
                .GetAwaiter()
                .GetResult();
            Assert.That(alone.Status, Is.EqualTo(RunStatus.Done), alone.Message);
        };
        var done = await _world.ResumeAsync(_plan);
        Assert.That(done.Status, Is.EqualTo(RunStatus.Done), done.Message);
        Assert.That(Server.Effects, Is.EqualTo(new[] { "a=on", "b=on" }));
    }

    [Test]
    public async Task An_edited_child_is_a_change_of_the_parents_step()
    {
        await _world.StartAsync(_plan);
        _children["child"] = () => Step("a").Run(new SetValue(Server, "a", "off"));
        var edited = World.Plan(() => Step("other").Run(ChildRun("child")), children: _children);
        var changed = Assert.ThrowsAsync<ScriptChangedException>(() => _world.ResumeAsync(edited));
        Assert.That(changed!.Differences, Is.EqualTo(new[] { "changed 'other'" }));
    }
}
