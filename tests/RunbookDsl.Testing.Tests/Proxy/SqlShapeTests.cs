namespace RunbookDsl.Testing.Tests.Proxy;

internal sealed class SqlShapeTests
{
    [TestCase("UPDATE shop.orders SET a = 1", "update", true, "shop.orders")]
    [TestCase("insert into \"My Table\" values (1)", "insert", true, "My Table")]
    [TestCase("/* a /* b */ */ delete from only t -- c", "delete", true, "t")]
    [TestCase("create unique index concurrently if not exists i on t (x)", "create index", true, "i")]
    [TestCase("create index on t (x)", "create index", true, "t")]
    [TestCase("alter table if exists only t add c int", "alter table", true, "t")]
    [TestCase("vacuum (verbose, analyze) t", "vacuum", true, "t")]
    [TestCase("refresh materialized view concurrently v", "refresh", true, "v")]
    [TestCase("drop database if exists shop with (force)", "drop database", true, "shop")]
    [TestCase("create temp table x as select * from t", "session", false, "")]
    [TestCase("create or replace function f() returns int as 'x' language sql", "create function", true, "f")]
    [TestCase("copy t (a, b) from stdin", "copy", true, "t")]
    [TestCase("copy (select a from t) to stdout", "copy", false, "")]
    [TestCase("select * from orders where a = ';'", "select", false, "orders")]
    [TestCase("with x as (select 1) select * from orders, x", "select", false, "orders")]
    [TestCase(
        "with x as (delete from orders returning *) insert into old select * from x",
        "delete",
        true,
        "orders"
    )]
    [TestCase("select * into t2 from t", "select into", true, "t2")]
    [TestCase(
        "select pg_terminate_backend(pid) from pg_stat_activity",
        "select",
        true,
        "pg_terminate_backend"
    )]
    [TestCase("select setval('s', 1)", "select", true, "setval")]
    [TestCase("select partman.run_maintenance()", "select", true, "partman.run_maintenance")]
    [TestCase("select pg_catalog.set_config('search_path', '', false)", "catalog", false, "")]
    [TestCase("select 1", "catalog", false, "")]
    [TestCase(
        "select c.relname from pg_catalog.pg_class c join pg_namespace n on true",
        "catalog",
        false,
        "pg_catalog.pg_class"
    )]
    [TestCase("select count(*) from pg_class, (select * from orders) x", "select", false, "orders")]
    [TestCase("explain analyze update t set a = 1", "explain", true, "t")]
    [TestCase("explain update t set a = 1", "explain", false, "t")]
    [TestCase("set lock_timeout = 1; update t set a = 1", "update", true, "t")]
    [TestCase("begin; select * from a; drop table b; commit", "drop table", true, "b")]
    [TestCase("rollback to savepoint s", "rollback to", false, "s")]
    [TestCase("do $x$ begin delete from t; end $x$", "do", true, "")]
    [TestCase("call shop.close_year(1)", "call", true, "shop.close_year")]
    [TestCase("security label on table t is 'x'", "security", true, "")]
    [TestCase("", "session", false, "")]
    [TestCase("'never closed", "catalog", false, "")]
    public void Of_Statement_IsRead(string sql, string operation, bool isChange, string subject)
    {
        var shape = SqlShape.Of(sql, new Dictionary<string, SqlShape>());
        Assert.That(
            (shape.Operation, shape.IsChange, shape.Subject),
            Is.EqualTo((operation, isChange, subject))
        );
    }

    [Test]
    public void Of_Execute_IsWhatWasPrepared()
    {
        var prepare = SqlShape.Of(
            "prepare p (int) as update t set a = $1",
            new Dictionary<string, SqlShape>()
        );
        Assert.That((prepare.IsChange, prepare.Prepares), Is.EqualTo((false, "p")));
        var names = new Dictionary<string, SqlShape> { ["p"] = prepare.Prepared! };
        Assert.That(SqlShape.Of("execute p (1)", names), Is.EqualTo(new SqlShape("update", true, "t")));
        Assert.That(SqlShape.Of("execute q (1)", names), Is.EqualTo(new SqlShape("execute", true, "q")));
    }

    [TestCase("select  1 -- x\n  , 'it''s'  ;", "select 1 , 'it''s'")]
    [TestCase("alter role app PASSWORD 'made-up'", "alter role app password '…'")]
    [TestCase("do $x$ begin\n null; end $x$", "do $$…$$")]
    [TestCase(
        "select E'a\\'b', 'a text that is much longer than forty characters are'",
        "select E'a\\'b', '…'"
    )]
    public void Text_IsOneLineWithoutSecrets(string sql, string line) =>
        Assert.That(SqlText.Of(sql), Is.EqualTo(line));
}
