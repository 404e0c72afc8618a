namespace RunbookDsl.Postgres.Tests;

internal sealed class TextTests
{
    [Test]
    public void SessionName_short_names_stay_readable() =>
        Assert.That(SessionName.Of("20261121-0304-ab", "vacuum"), Is.EqualTo("rb:20261121-0304-ab/vacuum"));

    [Test]
    public void SessionName_long_or_foreign_names_are_cut_to_what_the_server_keeps_and_stay_apart()
    {
        var first = SessionName.Of("run", new string('x', 80) + "1");
        var second = SessionName.Of("run", new string('x', 80) + "2");
        var foreign = SessionName.Of("run", "schritt-für-schritt");

        Assert.That(first, Has.Length.EqualTo(62).And.StartsWith("rb:run/xxx"));
        Assert.That(second, Is.Not.EqualTo(first));
        Assert.That(foreign, Does.Match("^rb:run/schritt-f_r-schritt~[0-9a-f]{8}$"));
    }

    [TestCase(
        "postgres://app:p%40ss@db1:5433/orders?sslmode=verify-full",
        "db1 5433 orders app p@ss VerifyFull"
    )]
    [TestCase("postgresql://app:p:a/s?s@db1/orders", "db1 5432 orders app p:a/s?s Prefer")]
    [TestCase("postgres://app@/orders?host=/run/postgresql", "/run/postgresql 5432 orders app  Prefer")]
    [TestCase("postgres://app@[::1]:6000/orders", "::1 6000 orders app  Prefer")]
    [TestCase(
        "Host=db1;Username=app;Password=x;Database=orders;SSL Mode=Require",
        "db1 5432 orders app x Require"
    )]
    public void ConnectionText_reads_both_forms(string text, string expected)
    {
        var parsed = ConnectionText.Parse(text, "X", _ => { });

        Assert.That(
            $"{parsed.Host} {parsed.Port} {parsed.Database} {parsed.Username} {parsed.Password}"
                + $" {parsed.SslMode}",
            Is.EqualTo(expected)
        );
    }

    [TestCase("postgres://app:s3cret@db1:x/orders", "its port is no number")]
    [TestCase("hunter2", "a keyword or value in it is not known")]
    [TestCase("postgres://app:s3cret@db1/orders?hunter2=1", "a keyword or value in it is not known")]
    [TestCase("Username=app", "it names no host")]
    public void ConnectionText_shows_no_part_of_a_bad_value(string text, string why)
    {
        var failure = Assert.Throws<OperationFailedException>(() =>
            ConnectionText.Parse(text, "X", _ => { })
        )!;

        Assert.That(
            failure.Message,
            Is.EqualTo(
                $"secret X is no PostgreSQL connection: {why}. Expected"
                    + $" postgres://user:password@host:port/database (with %-escapes"
                    + " in the password) or Host=...;Port=...;Database=...;Username=...;Password=..."
            )
        );
    }

    [TestCase("orders", "\"public\".\"orders\"", "public.orders")]
    [TestCase("Sales.Orders", "\"sales\".\"orders\"", "sales.orders")]
    [TestCase("sales.\"Order.Line\"", "\"sales\".\"Order.Line\"", "sales.\"Order.Line\"")]
    public void TableName_stands_for_itself(string written, string quoted, string catalogue) =>
        Assert.That(
            (TableName.Quoted(written), TableName.Catalogue(written)),
            Is.EqualTo((quoted, catalogue))
        );
}
