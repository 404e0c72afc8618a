namespace RunbookDsl.Postgres.Tests;

internal sealed class CollationTests : DatabaseTest
{
    private const string Indexed = """
        create collation natural_order (provider = icu, locale = 'en-u-kn');
        create table word (text text collate natural_order, plain text collate "C", number int);
        insert into word select 'word ' || i, 'plain ' || i, i from generate_series(1, 100) i;
        create index word_text on word (text);
        create index word_plain on word (plain);
        create index word_number on word (number)
        """;

    // As after an upgrade of the operating system: what is recorded is not what the library says.
    private const string Older =
        "update pg_collation set collversion = '1.0' where collname = 'natural_order'";

    private string Where => $"database \"{Name}\" at 127.0.0.1 port {Server.Cluster.Port}";

    [SetUp]
    public Task MakeWordsAsync() => SqlAsync(Indexed);

    [Test, CancelAfter(60_000)]
    public async Task A_changed_collation_is_named_with_the_indexes_it_sorts(CancellationToken stop)
    {
        var check = Pg.CheckCollationVersions(Db);
        Assert.That(
            await Step().LookAsync(check, stop),
            Is.EqualTo(Verdict.Pass($"no collation of {Where} has changed"))
        );
        await SqlAsync(Older);
        var now = await ActualAsync();

        Assert.That(
            await Step().LookAsync(check, stop),
            Is.EqualTo(
                Verdict.Fail(
                    $"the library that sorts text in {Where} has changed for collation public.natural_order"
                        + $" (1.0, now {now}); 1 indexes may be in another order: public.word_text. Rebuild"
                        + $" them with Pg.Reindex, and only then Pg.RefreshCollation"
                )
            )
        );
        await SqlAsync("drop index word_text");
        Assert.That(
            (await Step().LookAsync(check, stop)).Evidence,
            Does.EndWith($"(1.0, now {now}); no index depends on it. Record it with Pg.RefreshCollation")
        );
    }

    [Test, CancelAfter(60_000)]
    public async Task The_database_s_own_collation_concerns_every_index_on_text(CancellationToken stop)
    {
        var own = Name + "_new";
        await ServerSqlAsync(
            $"create database {own} template template0 locale_provider icu icu_locale 'en-US' encoding 'UTF8'"
        );
        await Server.Cluster.RunSqlAsync(
            own,
            new Testing.SqlSource(
                "create table t (id int primary key, text text unique);"
                    + $" update pg_database set datcollversion = '1.0' where datname = '{own}'",
                "test"
            ),
            stop
        );
        var db = Db.Named(own);

        var verdict = await Step().LookAsync(Pg.CheckCollationVersions(db), stop);
        var reindexed = await Step("reindex").DoAsync(Pg.Reindex(db), stop);
        var done = await Step().DoAsync(Pg.RefreshCollation(db, reindexed), stop);

        Assert.That(verdict.Evidence, Does.Contain($"has changed for database {own} (1.0, now "));
        Assert.That(verdict.Evidence, Does.Contain("1 indexes may be in another order: public.t_text_key."));
        Assert.That(done.Refreshed, Has.Count.EqualTo(1));
        Assert.That((await Step().LookAsync(Pg.CheckCollationVersions(db), stop)).Passed);
    }

    [Test, CancelAfter(60_000)]
    public async Task Nothing_is_recorded_before_the_indexes_were_rebuilt(CancellationToken stop)
    {
        await SqlAsync(Older);
        var now = await ActualAsync();
        var other = await Step("other").DoAsync(Pg.Reindex(Db).Tables("public.orders"), stop);
        var step = Step();

        var early = Assert.ThrowsAsync<OperationFailedException>(() =>
            Pg.RefreshCollation(Db, other).RunAsync(step, stop)
        )!;
        var blind = Assert.ThrowsAsync<OperationFailedException>(() =>
            Pg.RefreshCollation(Db, other with { Since = null }).RunAsync(step, stop)
        )!;
        Assert.That(
            early.Message,
            Is.EqualTo(
                $"1 of 1 indexes of {Where} that the change concerns were not rebuilt by that step:"
                    + " public.word_text. Nothing was recorded: rebuild them with Pg.Reindex first"
            )
        );
        Assert.That(blind.Message, Is.EqualTo(early.Message));
        Assert.That(await RecordedAsync(), Is.EqualTo("1.0"));

        var reindexed = await Step("reindex").DoAsync(Pg.Reindex(Db).Concurrently(), stop);
        var refresh = Pg.RefreshCollation(Db, reindexed);
        var done = await step.DoAsync(refresh, stop);

        Assert.That(done.Refreshed, Is.EqualTo(new[] { $"collation public.natural_order (1.0, now {now})" }));
        Assert.That(await RecordedAsync(), Is.EqualTo(now));
        var again = await refresh.ProbeAsync(Step(), stop);
        Assert.That(
            (again.State, again.Evidence),
            Is.EqualTo((ProbeState.Done, "every recorded version is that of the library"))
        );
        await SqlAsync(Older);
        Assert.That(
            (await refresh.VerifyAsync(step, done, stop)).Evidence,
            Is.EqualTo($"not recorded: collation public.natural_order (1.0, now {now})")
        );
    }

    private Task<string> ActualAsync() =>
        ReadAsync<string>(
            "select pg_collation_actual_version(oid) from pg_collation where collname = 'natural_order'"
        );

    private Task<string> RecordedAsync() =>
        ReadAsync<string>("select collversion from pg_collation where collname = 'natural_order'");
}
