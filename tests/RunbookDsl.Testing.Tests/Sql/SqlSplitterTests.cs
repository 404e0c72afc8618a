namespace RunbookDsl.Testing.Tests.Sql;

internal sealed class SqlSplitterTests
{
    [TestCase("a; b ;c", "a|b |c")]
    [TestCase(" ;; \n", "")]
    [TestCase("select ';', 'it''s;'; b", "select ';', 'it''s;'|b")]
    [TestCase("select E'a\\';b'; b", "select E'a\\';b'|b")]
    [TestCase("select 'a\\'; b", "select 'a\\'|b")]
    [TestCase("select \"a;\"\"b\"; c", "select \"a;\"\"b\"|c")]
    [TestCase("do $$ begin; end $$; b", "do $$ begin; end $$|b")]
    [TestCase("do $x$ $$ ; $y$ $x$; b", "do $x$ $$ ; $y$ $x$|b")]
    [TestCase("select $1; b", "select $1|b")]
    [TestCase("a -- ; no\n ; b", "a -- ; no\n |b")]
    [TestCase("a /* ; /* ; */ ; */ ; b", "a /* ; /* ; */ ; */ |b")]
    [TestCase("-- only\n/* this */", "")]
    [TestCase("create rule r as on insert to t do (a; b); c", "create rule r as on insert to t do (a; b)|c")]
    [TestCase(
        "create or replace function f() returns int begin atomic select 1; "
            + "select case when true then 2 end; end; b",
        "create or replace function f() returns int begin atomic select 1; "
            + "select case when true then 2 end; end|b"
    )]
    [TestCase(
        "begin; select case when true then 1 end; end; b",
        "begin|select case when true then 1 end|end|b"
    )]
    public void Next_CutsWherePsqlDoes(string script, string expected)
    {
        var found = new List<string>();
        var splitter = new SqlSplitter(script);
        for (var at = 0; splitter.Next(at) is { } statement; at = statement.End)
            found.Add(statement.Text);
        Assert.That(string.Join('|', found), Is.EqualTo(expected));
    }
}
