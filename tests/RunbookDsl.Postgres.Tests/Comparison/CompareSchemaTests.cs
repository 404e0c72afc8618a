namespace RunbookDsl.Postgres.Tests;

internal sealed class CompareSchemaTests : TwoDatabasesTest
{
    [Test, CancelAfter(60_000)]
    public async Task Two_copies_are_the_same(CancellationToken stop)
    {
        var verdict = await Both().LookAsync(Pg.CompareSchema(Db, OtherDb), stop);

        Assert.That(verdict.Passed, verdict.Evidence);
        Assert.That(
            verdict.Evidence,
            Does.Match(
                $@"^\d\d objects are the same in database ""{Name}"" at {Where} and database ""{Other}"""
            )
        );
    }

    [TestCase("drop index orders_customer", "index public.orders_customer is not in the target")]
    [TestCase(
        "alter table orders drop constraint orders_customer_fkey",
        "constraint orders_customer_fkey of public.orders is not in the target"
    )]
    [TestCase(
        "alter table orders alter customer drop not null",
        "column public.orders.customer is integer, not integer not null"
    )]
    [TestCase(
        "alter sequence orders_id_seq maxvalue 10",
        "sequence public.orders_id_seq is bigint by 1 from 1 to 10, not bigint by 1 from 1 to"
            + " 9223372036854775807",
        "select setval('orders_id_seq', 1)"
    )]
    [TestCase("create extension hstore", "extension hstore is only in the target")]
    [TestCase(
        "create function f() returns int language sql as 'select 1'",
        "function public.f() is only in the target"
    )]
    [TestCase(
        "create trigger t before update on audit for each row execute function"
            + " suppress_redundant_updates_trigger(); alter table audit disable trigger t",
        "trigger t of public.audit is only in the target"
    )]
    [TestCase("create type mood as enum ('a')", "type public.mood is only in the target")]
    [TestCase(
        "alter table audit replica identity full",
        "table public.audit is replica identity full, not nothing"
    )]
    [CancelAfter(60_000)]
    public async Task A_difference_is_named(string sql, string difference, string? first = null)
    {
        if (first is not null)
            await OtherSqlAsync(first);
        await OtherSqlAsync(sql);

        var verdict = await Both().LookAsync(Pg.CompareSchema(Db, OtherDb));

        Assert.That(
            verdict,
            Is.EqualTo(
                Verdict.Fail(
                    $"database \"{Other}\" at {Where} differs from database \"{Name}\" at {Where}:"
                        + $" {difference}"
                )
            )
        );
        var beginning = difference[..difference.IndexOf(" is ", StringComparison.Ordinal)];
        Assert.That(
            (await Both().LookAsync(Pg.CompareSchema(Db, OtherDb).Allowing(beginning))).Passed,
            "a difference that is allowed"
        );
    }
}
