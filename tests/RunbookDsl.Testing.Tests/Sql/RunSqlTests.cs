namespace RunbookDsl.Testing.Tests.Sql;

[CancelAfter(60_000)]
internal sealed class RunSqlTests
{
    [Test]
    public async Task RunSqlAsync_AutocommitCopyAndVacuum_Work()
    {
        var database = await Machine.NewDatabase();
        const string Script = """
            \restrict abc
            create table t (id int, name text);
            COPY public.t (id, name) FROM stdin;
            1	one; "two"
            2	\N
            \.

            vacuum t;
            begin;
            insert into t values (3, '@p :q $1');
            rollback;
            insert into t values (4, '@p :q $1')
            \unrestrict abc
            """;
        await Machine.Cluster.RunSqlAsync(
            database,
            new SqlSource(Script.Replace("\n\\unrestrict", ";\n\\unrestrict"), "seed.sql")
        );
        Assert.That(
            await Machine.Ask(
                Machine.Cluster,
                database,
                "select string_agg(id || '=' || coalesce(name, 'null'), ',' order by id) from t"
            ),
            Is.EqualTo("1=one; \"two\",2=null,4=@p :q $1")
        );
    }

    [TestCase(
        "create table a (id int);\n\nselect 1,\n  nope from a;",
        "seed.sql(14): column \"nope\" does not exist (42703)."
    )]
    [TestCase(
        "create table a (id int);\ncopy a from stdin;\n1\nx\n\\.\n",
        "seed.sql(12): invalid input syntax for type integer: \"x\" (22P02)."
    )]
    [TestCase(
        "copy a from stdin;\n1\n",
        "seed.sql(11): the data of this copy … from stdin has no end: "
            + "put \\. on a line of its own behind it."
    )]
    [TestCase(
        "select 1;\n\\connect other\n",
        "seed.sql(12): '\\connect other' is a command of psql, not SQL: take it out of the script."
    )]
    public async Task RunSqlAsync_Mistake_NamesTheLine(string script, string message)
    {
        var database = await Machine.NewDatabase();
        var error = Assert.ThrowsAsync<WorldException>(() =>
            Machine.Cluster.RunSqlAsync(database, new SqlSource(script, "seed.sql", 11))
        );
        Assert.That(error.Message, Is.EqualTo(message));
    }
}
