namespace RunbookDsl.Postgres.Tests;

internal sealed class CorruptionTests : DatabaseTest
{
    private string Where => $"database \"{Name}\" at 127.0.0.1 port {Server.Cluster.Port}";

    [Test, CancelAfter(120_000)]
    public async Task An_index_in_another_order_is_found(CancellationToken stop)
    {
        await SqlAsync(
            """
            create extension amcheck;
            create collation natural_order (provider = icu, locale = 'en-u-kn');
            create table word (text text collate "C");
            insert into word select 'word ' || i from generate_series(1, 100) i;
            create index word_text on word (text)
            """
        );
        var check = Pg.AmCheck(Db).Jobs(2).EveryRow();
        var step = Step();
        Assert.That(
            await step.LookAsync(check, stop),
            Is.EqualTo(Verdict.Pass($"pg_amcheck found nothing wrong in {Where}"))
        );
        Assert.That(
            step.Commands.All.SelectMany(c => c.Arguments),
            Has.None.Contains(Server.Cluster.Password)
        );
        // What an upgrade of the operating system does: the same index, and another order of text.
        await SqlAsync(
            "update pg_index set indcollation = (select oid::text::oidvector from pg_collation where"
                + " collname = 'natural_order') where indexrelid = 'word_text'::regclass"
        );

        var verdict = await Step().LookAsync(check, stop);
        var others = await Step().LookAsync(Pg.AmCheck(Db).Tables("public.orders"), stop);

        Assert.That(verdict.Passed, Is.False);
        Assert.That(
            verdict.Evidence,
            Does.StartWith($"pg_amcheck found damage in {Where}: btree index ")
                .And.Contain("item order invariant violated for index \"word_text\"")
                .And.EndWith(
                    "Change nothing more: copy the data directory first. A damaged index is rebuilt with"
                        + " REINDEX, a damaged table comes from a backup"
                )
        );
        Assert.That(others.Passed, others.Evidence);
    }

    [Test, CancelAfter(60_000)]
    public void Without_the_extension_nothing_is_claimed(CancellationToken stop)
    {
        var failure = Assert.ThrowsAsync<OperationFailedException>(() =>
            Step().LookAsync(Pg.AmCheck(Db), stop)
        )!;

        Assert.That(
            failure.Message,
            Is.EqualTo($"{Where} has no extension amcheck. Nothing was looked at: CREATE EXTENSION amcheck")
        );
    }
}
