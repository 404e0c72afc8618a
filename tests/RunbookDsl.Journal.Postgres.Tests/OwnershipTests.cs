namespace RunbookDsl.Journal.Postgres.Tests;

/// <summary>One owner at a time, on whatever machine.</summary>
internal sealed class OwnershipTests : JournalTest
{
    [Test]
    public void A_run_that_is_being_run_is_refused_with_the_name_of_its_owner()
    {
        Begin();

        var refused = Assert.Throws<JournalLockedException>(() =>
            Elsewhere().Resume(RunId, _ => Lines.Resumed)
        );

        Assert.That(refused!.Owner, Is.EqualTo(Me()));
        Assert.That(
            refused.Message,
            Is.EqualTo(
                $"Run {RunId} is already being run by alice@db1 (pid 4711) since 2026-01-02 03:04:05Z; journal: "
                    + $"{Options().Address.Shown}. A run has one owner at a time. Look at it with 'runbook show "
                    + $"{RunId}'; wait until it ends, ask its operator for 'runbook offer {RunId} --to bob', or "
                    + $"take it with 'runbook steal {RunId} --reason \"…\"'."
            )
        );
        Assert.That(Elsewhere().Read(RunId).Owner, Is.EqualTo(Me()));
    }

    [Test]
    public void A_run_that_was_let_go_is_taken_at_once()
    {
        Begin().Dispose();

        using var there = Elsewhere().Resume(RunId, _ => Lines.Resumed);

        Assert.That(there.Epoch, Is.EqualTo(2));
        Assert.That(Elsewhere().Read(RunId).Owner?.Operator, Is.EqualTo("bob"));
    }

    [Test]
    public void After_a_lease_has_run_out_the_run_is_taken_and_the_old_owner_writes_nothing_more()
    {
        var old = Begin();
        old.Put(Lines.Intent("one"));
        Do("update rb.run set lease_until = clock_timestamp() - interval '1 second'");

        var taken = Kept(Elsewhere().Resume(RunId, _ => Lines.Resumed));
        old.Append(Lines.Outcome("one"));
        var refused = Assert.Throws<JournalException>(old.Commit);

        Assert.That(
            refused!.Message,
            Is.EqualTo(
                $"Run {RunId} was taken over by bob@db2 (pid 4711) since 2026-01-02 03:04:05Z: this process "
                    + "(epoch 1) may write nothing any more and begins nothing. What it still finished is kept in "
                    + $"{old.Location}, and the new owner was told that it may have been at work."
            )
        );
        Assert.That(old.Halt?.IsTrouble, Is.True);
        Assert.Throws<JournalException>(() => old.Append(Lines.Intent("two")));
        taken.Put(Lines.Intent("two"));
        Assert.That(
            Store().Read(RunId).Records.Select(r => r.Type),
            Is.EqualTo(new[] { "run.opened", "step.intent", "run.resumed", "step.intent" })
        );
        Assert.That(
            File.ReadAllText(Path.Combine(old.Location, "000001.unsent")),
            Does.Contain("step.outcome"),
            "the evidence is kept"
        );
    }

    [Test]
    public void A_crashed_owner_of_this_machine_is_not_waited_for()
    {
        Kept(Store(Me() with { BootId = "an earlier boot" }).Create(Run, Lines.Opened));

        using var again = Store().Resume(RunId, _ => Lines.Resumed);

        Assert.That(again.Epoch, Is.EqualTo(2));
    }

    [Test]
    public void What_the_caller_throws_leaves_the_run_as_it_was()
    {
        Begin().Dispose();
        var before = Store().Read(RunId).HeadHash;

        Assert.Throws<InvalidOperationException>(() =>
            Store().Resume(RunId, _ => throw new InvalidOperationException("no"))
        );

        Assert.That(Store().Read(RunId).HeadHash, Is.EqualTo(before));
        Assert.That(Ask<long>("select epoch from rb.run"), Is.EqualTo(1));
    }

    [Test]
    public void A_database_that_has_less_than_the_local_copy_is_refused()
    {
        using (var journal = Store().Create(Run, Lines.Opened))
            journal.Step("one");
        Do(
            """
            update rb.run set head_seq = 2, head_h = (select h from rb.journal where seq = 2);
            delete from rb.journal where seq = 3
            """
        );

        var refused = Assert.Throws<JournalException>(() => Store().Resume(RunId, _ => Lines.Resumed));

        var location = Store().Read(RunId).Location;
        Assert.That(
            refused!.Message,
            Is.EqualTo(
                $"The journal in {Options().Address.Shown} ends run {RunId} with record 2, this machine's copy "
                    + "has 3 records that were acknowledged: a fail-over lost records, perhaps, or it was "
                    + "restored from a backup. Nothing was changed. This machine's copy in "
                    + $"{location} has them. Look whether the old primary is still there and can serve again; if "
                    + "it is gone for good, move the copy away, look at the world for every step that the copy "
                    + "tells more about, and then 'runbook resume' with --old-attempt-ended --reason \"…\"."
            )
        );
    }

    [Test]
    public void The_lease_is_renewed_on_its_own_connection()
    {
        var options = Options() with { Renewal = TimeSpan.FromMilliseconds(50) };
        Begin(Store(options: options));
        Do("update rb.run set lease_until = '-infinity'");

        Eventually(() => Ask<bool>("select lease_until > clock_timestamp() from rb.run"));
    }

    [Test]
    public void A_schema_of_a_newer_release_is_refused()
    {
        Begin().Dispose();
        Do("insert into rb.schema_version (version) values (99)");

        var refused = Assert.Throws<JournalException>(() => Store().Read(RunId));

        Assert.That(
            refused!.Message,
            Is.EqualTo(
                $"The journal in {Options().Address.Shown} is of schema version 99, this release works with "
                    + "version 1. Nothing was changed. Use the release of runbook that made it, or a newer one."
            )
        );
        Assert.Throws<JournalException>(() => Store().Create(new RunIdentity("other", "x"), Lines.Opened));
    }

    [Test]
    public async Task Many_programs_make_the_schema_once()
    {
        var made = await Task.WhenAll(
            Enumerable
                .Range(0, 12)
                .Select(n => Task.Run(() => Store().Create(new RunIdentity($"run-{n}", "x"), Lines.Opened)))
        );

        foreach (var journal in made)
            journal.Dispose();
        Assert.That(Ask<long>("select count(*) from rb.schema_version"), Is.EqualTo(1));
        Assert.That(Ask<long>("select count(*) from rb.store"), Is.EqualTo(1));
        Assert.That(Ask<long>("select count(*) from rb.run"), Is.EqualTo(12));
    }

    [Test]
    public void Reading_a_database_without_a_journal_says_so()
    {
        var missing = Assert.Throws<JournalException>(() => Store().Read(RunId));

        Assert.That(
            missing!.Message,
            Is.EqualTo(
                $"There is no journal in {Options().Address.Shown} yet. Begin one with 'runbook exec FILE'."
            )
        );
    }

    private static void Eventually(Func<bool> test) =>
        Assert.That(() => test(), Is.True.After(10_000, 20), "waited 10 s in vain");
}
