namespace RunbookDsl.Postgres.Tests;

internal sealed class CompareRowsTests : TwoDatabasesTest
{
    [Test, CancelAfter(60_000)]
    public async Task The_same_rows_in_another_order_are_the_same(CancellationToken stop)
    {
        await OtherSqlAsync(
            """
            begin;
            create table audit_again (what text, at timestamptz not null);
            insert into audit_again select what, at from audit order by what desc;
            drop table audit;
            alter table audit_again rename to audit;
            commit;
            set timezone = 'Asia/Tokyo';
            """
        );
        await ServerSqlAsync($"alter database {Other} set timezone = 'Asia/Tokyo'");

        var verdict = await Both().LookAsync(Pg.CompareRows(Db, OtherDb), stop);

        Assert.That(
            verdict,
            Is.EqualTo(
                Verdict.Pass(
                    $"6,800 rows of 4 tables are the same in database \"{Name}\" at {Where} and"
                        + $" database \"{Other}\" at {Where}"
                )
            )
        );
    }

    [Test, CancelAfter(60_000)]
    public async Task Every_difference_is_named(CancellationToken stop)
    {
        await OtherSqlAsync(
            """
            update orders set total = total + 1 where id = 77;
            delete from audit where what = 'entry 1';
            alter table customer add column note text;
            create table extra (id int);
            drop table event;
            """
        );

        var verdict = await Both().LookAsync(Pg.CompareRows(Db, OtherDb), stop);

        Assert.That(
            verdict,
            Is.EqualTo(
                Verdict.Fail(
                    $"database \"{Other}\" at {Where} differs from database \"{Name}\" at {Where}:"
                        + " public.event_2026 is not in the target; public.extra is only in the target;"
                        + " public.audit has 999 rows, not 1,000; public.customer: the target has note"
                        + " besides;"
                        + " public.orders: 5,000 rows on both sides, and their content differs"
                )
            )
        );
        var narrow = Pg.CompareRows(Db, OtherDb).Tables("audit", "orders").CountsOnly().Without("audit");
        Assert.That(
            (await Both().LookAsync(narrow, stop)).Evidence,
            Does.StartWith("5,000 rows of 1 tables, 1 of them only counted are the same")
        );
    }

    [Test, CancelAfter(60_000)]
    public async Task A_table_that_is_not_there_does_not_pass(CancellationToken stop)
    {
        var verdict = await Both().LookAsync(Pg.CompareRows(Db, OtherDb).Tables("ordres"), stop);

        Assert.That(verdict.Passed, Is.False);
        Assert.That(verdict.Evidence, Does.EndWith(": public.ordres is no table of the source"));
    }

    [Test, CancelAfter(60_000)]
    public void One_database_is_not_compared_with_itself(CancellationToken stop)
    {
        var world = Both();
        world.Secrets[OtherSecret] = world.Secrets[SecretName];

        var failure = Assert.ThrowsAsync<OperationFailedException>(() =>
            world.LookAsync(Pg.CompareRows(Db, OtherDb), stop)
        )!;

        Assert.That(
            failure.Message,
            Is.EqualTo(
                "source and target are the same: secret DATABASE_URL and secret NEW_DATABASE_URL both lead"
                    + $" to database \"{Name}\" at {Where}. Nothing was changed"
            )
        );
    }

    [Test, CancelAfter(60_000)]
    public async Task Rows_that_a_policy_hides_are_refused_and_not_missed(CancellationToken stop)
    {
        var role = $"reader_{Name}";
        await ServerSqlAsync($"create role {role} login password 'pw'");
        try
        {
            await SqlAsync(
                $"grant select on all tables in schema public to {role}; alter table audit enable row"
                    + " level security"
            );
            var world = Both();
            world.Secrets[SecretName] = $"postgres://{role}:pw@127.0.0.1:{Server.Cluster.Port}/{Name}";

            var failure = Assert.ThrowsAsync<OperationFailedException>(() =>
                world.LookAsync(Pg.CompareRows(Db, OtherDb), stop)
            )!;

            Assert.That(
                failure.Message,
                Does.Contain("query would be affected by row-level security policy for table \"audit\"")
            );
        }
        finally
        {
            await SqlAsync($"drop owned by {role}");
            await ServerSqlAsync($"drop role {role}");
        }
    }
}
