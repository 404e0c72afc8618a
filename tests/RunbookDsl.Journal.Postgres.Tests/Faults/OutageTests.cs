using RunbookDsl.Engine;
using static RunbookDsl.Verbs;

namespace RunbookDsl.Journal.Postgres.Tests.Faults;

/// <summary>The journal's database goes away in the middle of a step.</summary>
[CancelAfter(120_000)]
internal sealed class OutageTests : JournalTest
{
    private readonly BreakingProxy _proxy = new(Server.Cluster.Port);
    private readonly List<string> _effects = [];
    private Action _during = () => { };

    [TearDown]
    public void Close() => _proxy.Dispose();

    private PostgresJournalOptions Through =>
        Options() with
        {
            Address = JournalAddress.Parse(
                Server
                    .Cluster.Url(Name)
                    .Replace($":{Server.Cluster.Port}/", $":{_proxy.Port}/", StringComparison.Ordinal)
            ),
            Patience = TimeSpan.FromMilliseconds(300),
        };

    private PostgresJournalStore Proxied(Owner? me = null) => Store(me, Through);

    private Plan Plan() =>
        Engine.Plan(() =>
        {
            Runbook("Night").Purpose("tests").Owner("platform");
            foreach (var name in (string[])["one", "two"])
                Step(name)
                    .Run(async ctx =>
                    {
                        await Task.Yield();
                        _effects.Add(ctx.StepId);
                        if (ctx.StepId == "one")
                            _during();
                        return _effects.Count;
                    })
                    .NoUndo("a count");
        });

    private static Task<RunResult> Start(Engine engine, Plan plan) =>
        engine.Run.StartAsync(new RunRequest(plan), engine.Control);

    [Test]
    public async Task The_step_at_work_is_finished_its_outcome_kept_and_nothing_new_begun()
    {
        _during = () => _proxy.IsDown = true;
        var engine = new Engine(Proxied(), "alice");

        var held = await Start(engine, Plan());

        Assert.That(_effects, Is.EqualTo(new[] { "one" }));
        Assert.That(held.Status, Is.EqualTo(RunStatus.Held));
        Assert.That(held.IsJournalFull, Is.True, "exit code 74");
        Assert.That(
            held.Message,
            Does.Match(
                $"^Nobody knows whether record 4 of run {held.RunId} is in the journal\\. What is at work is "
                    + "finished and its outcome kept; nothing new is begun\\. The journal in postgres://.* cannot "
                    + "be reached: .*\\. Check that the server runs and listens there, then try again\\. Then "
                    + $"'runbook resume {held.RunId}' on this machine finds out, takes what is kept in .* into it "
                    + "and goes on\\.$"
            )
        );
        Assert.That(Store().Read(held.RunId).Records[^1].Type, Is.EqualTo(RecordTypes.StepIntent));

        _proxy.IsDown = false;
        var done = await engine.Run.ResumeAsync(held.RunId, new RunRequest(Plan()), new RunControl());

        Assert.That(done.Status, Is.EqualTo(RunStatus.Done), done.Message);
        Assert.That(_effects, Is.EqualTo(new[] { "one", "two" }), "what was done is not done again");
        Assert.That(
            Store().Read(held.RunId).Records.Select(r => r.Type),
            Is.SupersetOf(new[] { RecordTypes.StepOutcome, RecordTypes.RunPaused, RecordTypes.RunResumed })
        );
        Assert.That(Directory.GetFiles(Store().LocationOf(held.RunId), "*.unsent"), Is.Empty);
    }

    [Test]
    public void An_intent_that_is_not_journaled_begins_nothing_and_leaves_no_doubt()
    {
        var journal = Kept(Proxied().Create(Run, Lines.Opened));
        _proxy.IsDown = true;

        journal.Append(Lines.Intent("one"));
        var refused = Assert.Throws<JournalException>(journal.Commit);

        Assert.That(refused!.Message, Does.Contain("nothing new is begun"));
        Assert.Throws<JournalException>(() => journal.Append(Lines.Intent("two")));
        _proxy.IsDown = false;
        using var again = Store(Me() with { BootId = "the next boot" }).Resume(RunId, _ => Lines.Resumed);
        Assert.That(
            Store().Read(RunId).Records.Select(r => r.Type),
            Is.EqualTo(new[] { "run.opened", "run.resumed" })
        );
    }

    [Test]
    public void What_was_kept_is_obsolete_once_somebody_else_has_had_the_run()
    {
        var journal = Kept(Proxied().Create(Run, Lines.Opened));
        journal.Put(Lines.Intent("one"));
        _proxy.IsDown = true;
        journal.Put(Lines.Outcome("one"));
        Do("update rb.run set lease_until = '-infinity'");
        Elsewhere().Resume(RunId, _ => Lines.Resumed).Dispose();

        using var again = Store(Me() with { BootId = "the next boot" }).Resume(RunId, _ => Lines.Resumed);

        Assert.That(
            Store().Read(RunId).Records.Select(r => r.Type),
            Is.EqualTo(new[] { "run.opened", "step.intent", "run.resumed", "run.resumed" })
        );
        Assert.That(File.Exists(Path.Combine(again.Location, "000001.obsolete")), "the evidence is kept");
    }

    [Test]
    public void The_end_of_a_run_is_brought_in_as_well()
    {
        var journal = Kept(Proxied().Create(Run, Lines.Opened));
        _proxy.IsDown = true;
        Assert.Throws<JournalException>(() => journal.Close(Lines.Closed, "done"));
        _proxy.IsDown = false;
        Assert.That(Store().Read(RunId).Anchored, Is.False);

        Assert.Throws<InvalidOperationException>(() =>
            Store(Me() with { BootId = "the next boot" })
                .Resume(
                    RunId,
                    history =>
                        throw new InvalidOperationException(
                            history.Records[^1].Type == "run.closed" ? "" : "no"
                        )
                )
        );

        Assert.That(Store().Read(RunId).Anchored, Is.True);
    }

    [Test]
    public void A_process_that_still_finishes_what_it_keeps_is_waited_for()
    {
        var clock = TimeProvider.System;
        var me = Owner.OfThisProcess("alice", clock);
        var journal = Kept(Proxied(me).Create(Run, Lines.Opened));
        journal.Put(Lines.Intent("one"));
        _proxy.IsDown = true;
        journal.Put(Lines.Outcome("one"));
        Do("update rb.run set lease_until = '-infinity'");

        var refused = Assert.Throws<JournalLockedException>(() =>
            Store(me).Resume(RunId, _ => Lines.Resumed)
        );

        Assert.That(refused!.Message, Does.StartWith($"Run {RunId} is still being finished by alice@"));
    }

    [TestCase(Break.BeforeReply)]
    [TestCase(Break.BeforeRequest)]
    public void A_broken_connection_right_after_the_beginning_is_no_take_over(Break how)
    {
        var journal = Kept(Proxied().Create(Run, Lines.Opened));
        journal.Put(Lines.Intent("one"));
        _proxy.BreakNext(how);

        journal.Put(Lines.Outcome("one"));

        Assert.That(
            journal.Halt?.Reason,
            Does.StartWith(
                how == Break.BeforeReply
                    ? $"The connection to the journal broke while record 3 of run {RunId} was written; "
                        + "the record "
                        + "is there."
                    : $"Record 3 of run {RunId} was not taken into the journal."
            )
        );
        using var again = Store(Me() with { BootId = "the next boot" }).Resume(RunId, _ => Lines.Resumed);
        Assert.That(
            Store().Read(RunId).Records.Select(r => r.Type),
            Is.EqualTo(new[] { "run.opened", "step.intent", "step.outcome", "run.resumed" })
        );
    }

    [Test]
    public void A_server_whose_disk_is_full_refuses_and_the_run_goes_on_afterwards()
    {
        var journal = Begin();
        journal.Put(Lines.Intent("one"));
        Do(
            """
            create function rb.full() returns trigger language plpgsql as
              $$ begin raise exception 'could not extend file' using errcode = '53100'; end $$;
            create trigger full_disk before insert on rb.journal execute function rb.full()
            """
        );

        journal.Put(Lines.Outcome("one"));

        Assert.That(
            journal.Halt?.Reason,
            Is.EqualTo(
                $"Record 3 of run {RunId} was not taken into the journal. What is at work is finished and its "
                    + "outcome kept; nothing new is begun. The journal in "
                    + $"{Options().Address.Shown} refused: could not extend file (SQLSTATE 53100). The server's "
                    + "disk is full: free space there, then 'runbook resume'. Then 'runbook resume "
                    + $"{RunId}' on this machine takes what is kept in {journal.Location} into it and goes on."
            )
        );
        Do("drop trigger full_disk on rb.journal");
        using var again = Store(Me() with { BootId = "the next boot" }).Resume(RunId, _ => Lines.Resumed);
        Assert.That(
            Store().Read(RunId).Records.Select(r => r.Type),
            Is.EqualTo(new[] { "run.opened", "step.intent", "step.outcome", "run.resumed" })
        );
    }

    [Test]
    public void A_line_that_the_network_has_dropped_while_idle_is_opened_anew()
    {
        var clock = new SteppingClock();
        var journal = Kept(new PostgresJournalStore(Through, clock, Me()).Create(Run, Lines.Opened));
        _proxy.IsDown = true;
        _proxy.IsDown = false;
        clock.Step(TimeSpan.FromMinutes(1));

        journal.Put(Lines.Intent("one"));

        Assert.That(journal.Halt, Is.Null);
        Assert.That(Store().Read(RunId).Records, Has.Count.EqualTo(2));
    }
}
