using System.Text;

namespace RunbookDsl.Journal.Postgres.Tests;

/// <summary>The database holds the very lines that files would hold.</summary>
internal sealed class RoundTripTests : JournalTest
{
    private static void Write(IJournalStore store)
    {
        using (var journal = store.Create(Run, Lines.Opened))
        {
            journal.Step("backup/dump[db=orders]");
            journal.Append(Lines.Verified("backup/dump[db=orders]"));
            journal.Append(Lines.Intent("vacuum"));
            journal.Commit();
        }
        using (var journal = store.Resume(RunId, _ => Lines.Resumed))
        {
            journal.Put(Lines.Outcome("vacuum"));
            journal.Close(Lines.Closed, "done");
        }
    }

    [Test]
    public void The_lines_of_the_database_are_the_bytes_of_the_file_store()
    {
        var files = new FileJournalStore(Path.Combine(Home, "files"), new FixedClock(), Me());
        Write(files);
        Write(Store());

        for (var segment = 1; segment <= 2; segment++)
        {
            var name = $"00000{segment}.jsonl";
            var file = File.ReadAllBytes(Path.Combine(files.Read(RunId).Location, name));
            var rows = Ask<byte[]>(
                $"select string_agg(rec, '' order by seq) from rb.journal where segment = {segment}"
            );
            var copy = File.ReadAllBytes(Path.Combine(Store().Read(RunId).Location, name));
            Assert.That(Encoding.UTF8.GetString(rows), Is.EqualTo(Encoding.UTF8.GetString(file)));
            Assert.That(copy, Is.EqualTo(file), "the local copy");
        }
    }

    [Test]
    public void What_was_written_is_read_back()
    {
        Write(Store());

        var history = Store().Read(RunId);

        var files = new FileJournalStore(Path.Combine(Home, "files"), new FixedClock(), Me());
        Write(files);
        var expected = files.Read(RunId);
        Assert.That(history.Records.Select(r => r.Type), Is.EqualTo(expected.Records.Select(r => r.Type)));
        Assert.That(history.Records.Select(r => r.Step), Is.EqualTo(expected.Records.Select(r => r.Step)));
        Assert.That(history.Records.Select(r => r.Epoch), Is.EqualTo(expected.Records.Select(r => r.Epoch)));
        Assert.That(history.HeadHash, Is.EqualTo(expected.HeadHash));
        Assert.That(history.Runbook, Is.EqualTo(Run.Runbook));
        Assert.That(history.Epoch, Is.EqualTo(2));
        Assert.That(history.Anchored);
        Assert.That(history.Owner, Is.Null);
        Assert.That(history.Owners, Is.EqualTo(new[] { Me(), Me() }));
    }

    [Test]
    public void The_local_copy_is_a_journal_of_the_file_store()
    {
        Write(Store());
        var root = Path.GetFullPath(Path.Combine(Store().Read(RunId).Location, "..", ".."));

        var copy = new FileJournalStore(root, new FixedClock(), Me());

        Assert.That(copy.Read(RunId).HeadHash, Is.EqualTo(Store().Read(RunId).HeadHash));
        Assert.That(copy.Read(RunId).Anchored);
        Assert.That(copy.VerifyLedger(), Is.EqualTo(1));
    }

    [Test]
    public void An_export_is_a_journal_in_files_with_the_same_bytes()
    {
        var large = new byte[20_000];
        Write(Store());
        using (var journal = Store().Create(new RunIdentity("with-values", "Values"), Lines.Opened))
        {
            journal.ArchiveScript("night.csx", "Runbook(\"Night\");"u8);
            journal.WriteBlob(large);
            Store().Post("with-values", "approval-1", "{}"u8);
        }
        var files = new FileJournalStore(Path.Combine(Home, "files"), new FixedClock(), Me());
        Write(files);
        var store = Store();

        new RunExport(store, store).ToDirectory(RunId, Path.Combine(Home, "out"));
        new RunExport(store, store).ToDirectory("with-values", Path.Combine(Home, "more"));

        var exported = new FileJournalStore(Path.Combine(Home, "out"), new FixedClock(), Me());
        Assert.That(exported.Read(RunId).HeadHash, Is.EqualTo(store.Read(RunId).HeadHash));
        Assert.That(exported.FilesOf(RunId), Is.EqualTo(files.FilesOf(RunId)));
        foreach (var name in exported.FilesOf(RunId))
            Assert.That(exported.ReadFile(RunId, name), Is.EqualTo(files.ReadFile(RunId, name)), name);
        var more = new FileJournalStore(Path.Combine(Home, "more"), new FixedClock(), Me());
        Assert.That(
            more.FilesOf("with-values").Select(n => n.Split('/')[0]),
            Is.EqualTo(new[] { "000001.jsonl", "blobs", "script", "signals" })
        );
        Assert.That(new RunVerifier(more, more).Verify("with-values").IsIntact);
    }

    [Test]
    public void Lines_of_one_commit_are_one_round_trip_and_can_be_queried()
    {
        var journal = Begin();
        journal.Append(Lines.Intent("one"));
        journal.Append(Lines.Outcome("one"));
        journal.Append(Lines.Verified("one"));
        journal.Commit();

        Assert.That(
            Ask<string>(
                "select string_agg(t || '/' || attempt, ' ' order by seq) from rb.journal where seq > 1"
            ),
            Is.EqualTo("step.intent/1 step.outcome/1 step.verified/1")
        );
        Assert.That(
            Ask<int>("select (body->'result'->>'bytes')::int from rb.journal where t = 'step.outcome'"),
            Is.EqualTo(123)
        );
        Assert.That(Ask<long>("select count(distinct xmin::text) from rb.journal"), Is.EqualTo(2));
    }

    [Test]
    public void A_body_that_jsonb_refuses_is_journaled_all_the_same()
    {
        var journal = Begin();

        journal.Put(Lines.Record(RecordTypes.StepOutcome, "one", 1, """{"error":"a NUL: \u0000"}"""));
        journal.Put(Lines.Record(RecordTypes.StepOutcome, "two", 1, """{"number":1e999999}"""));

        var records = Store().Read(RunId).Records;
        Assert.That(
            Encoding.UTF8.GetString(records[1].Body.Span),
            Is.EqualTo("""{"error":"a NUL: \u0000"}""")
        );
        Assert.That(Encoding.UTF8.GetString(records[2].Body.Span), Is.EqualTo("""{"number":1e999999}"""));
    }

    [Test]
    public void Large_values_and_sources_come_back_on_another_machine()
    {
        string blob;
        var value = Encoding.UTF8.GetBytes(new string('x', 100_000));
        using (var journal = Store().Create(Run, Lines.Opened))
        {
            blob = journal.WriteBlob(value);
            journal.ArchiveScript("night.csx", "Step(\"one\");"u8);
        }

        using var there = Elsewhere().Resume(RunId, _ => Lines.Resumed);

        Assert.That(there.ReadBlob(blob), Is.EqualTo(value));
        Assert.That(Elsewhere().Read(RunId).ReadBlob(blob), Is.EqualTo(value));
        Assert.That(
            Directory.GetFiles(Path.Combine(there.Location, "script")).Select(File.ReadAllText),
            Is.EqualTo(new[] { "Step(\"one\");" })
        );
    }

    [Test]
    public void A_signal_posted_on_another_machine_is_seen_once()
    {
        var journal = Begin();
        var other = Elsewhere("carol");

        Assert.That(other.Post(RunId, "approval-1", "{}"u8), Is.True);
        Assert.That(other.Post(RunId, "approval-1", "{\"again\":1}"u8), Is.False);

        var signal = journal.Signals().Single();
        Assert.That(signal.Id, Is.EqualTo("approval-1"));
        Assert.That(Encoding.UTF8.GetString(signal.Content), Is.EqualTo("{}"));
    }

    [Test]
    public void Runs_are_listed_newest_first_and_found_by_their_beginning()
    {
        var store = Store();
        Begin(store);
        Kept(store.Create(new RunIdentity("20260203-040506-zzzz", "later"), Lines.Opened));

        Assert.That(store.List().Select(l => l.RunId), Is.EqualTo(new[] { "20260203-040506-zzzz", RunId }));
        Assert.That(store.FindRun("latest"), Is.EqualTo("20260203-040506-zzzz"));
        Assert.That(store.FindRun("20260102"), Is.EqualTo(RunId));
    }

    [Test]
    public void Of_runs_of_one_second_the_one_that_was_begun_last_is_the_newest()
    {
        var store = Store();
        string[] oldestFirst = ["20260203-040506-mmmm", "20260203-040506-zzzz", "20260203-040506-bbbb"];
        foreach (var id in oldestFirst)
            Kept(store.Create(new RunIdentity(id, "one of three"), Lines.Opened));

        Assert.That(store.FindRun("latest"), Is.EqualTo(oldestFirst[^1]));
        Assert.That(store.List().Select(l => l.RunId), Is.EqualTo(oldestFirst.Reverse()));
    }

    [Test]
    public void A_run_of_the_same_name_is_refused()
    {
        Begin();

        var refused = Assert.Throws<JournalException>(() => Elsewhere().Create(Run, Lines.Opened));

        Assert.That(
            refused!.Message,
            Is.EqualTo(
                $"Cannot begin run {RunId}: {Options().Address.Shown} has one of that name already. Begin again."
            )
        );
    }
}
