namespace RunbookDsl.Journal.Postgres.Tests;

/// <summary>What was changed behind the journal's back is refused, whatever it is.</summary>
internal sealed class TamperTests : JournalTest
{
    private void Write()
    {
        using var journal = Store().Create(Run, Lines.Opened);
        foreach (var step in (string[])["one", "two", "three"])
            journal.Step(step);
    }

    [TestCase(
        "update rb.journal set rec = replace(encode(rec, 'escape'), 'two', 'TWO')::bytea where seq = 4"
    )]
    [TestCase("delete from rb.journal where seq = 4")]
    [TestCase("delete from rb.journal where seq = 7")]
    [TestCase("update rb.journal set seq = case seq when 4 then 104 else seq end")]
    [TestCase("update rb.journal set rec = (select rec from rb.journal where seq = 2) where seq = 4")]
    [TestCase("update rb.journal set step = 'other' where seq = 4")]
    [TestCase("update rb.journal set t = 'step.verified' where seq = 4")]
    [TestCase("update rb.journal set attempt = 9 where seq = 4")]
    [TestCase("update rb.journal set h = 'AAAAAAAAAAAAAAAAAAAAAA' where seq = 4")]
    [TestCase("update rb.journal set segment = 2 where seq = 4")]
    [TestCase("update rb.run set head_seq = 6")]
    [TestCase("update rb.run set head_h = 'AAAAAAAAAAAAAAAAAAAAAA'")]
    public void A_change_is_refused(string change)
    {
        Write();
        Assert.That(Store().Read(RunId).Records, Has.Count.EqualTo(7));

        Assert.That(Do(change), Is.GreaterThan(0));

        Assert.Throws<JournalCorruptException>(() => Store().Read(RunId));
        Assert.Throws<JournalCorruptException>(() => Store().Resume(RunId, _ => Lines.Resumed));
        Assert.That(Store().List().Single().Error, Is.InstanceOf<JournalCorruptException>());
    }

    [Test]
    public void The_message_names_the_record()
    {
        Write();
        Do("delete from rb.journal where seq = 4");

        var damage = Assert.Throws<JournalCorruptException>(() => Store().Read(RunId));

        Assert.That(
            damage!.Message,
            Does.StartWith(
                $"The journal is damaged: rb.journal of {Options().Address.Shown}, run {RunId}, line 4 (record "
                    + "4): expected a line that follows from the one before it."
            )
        );
    }
}
