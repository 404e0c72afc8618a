namespace RunbookDsl.Runbooks.Tests;

/// <summary>The fence that a look into the effect marker raises is no effect of the step.</summary>
[CancelAfter(180_000)]
internal sealed class TransactionMatrixTests
{
    [Test]
    public async Task A_change_in_a_transaction_of_its_own_survives_its_whole_matrix(
        CancellationToken cancellation
    ) =>
        Assert.That(
            await Planted.FindAsync(
                """
                var db = Pg.Database(Secret("DATABASE_URL"));
                Step("Raised")
                    .Run(Pg.Execute(db, "update orders set total = total + 1 where id = 7").Transactional())
                    .NoUndo("a test");
                Step("Looked at").Run(Pg.Check(db, "select total = 11 from orders where id = 7"));
                """,
                """
                var pg = Postgres("main");
                pg.Database("shop")
                    .Sql("create table orders (id int primary key, total int)")
                    .Sql("insert into orders values (7, 10)")
                    .As(Secret("DATABASE_URL"));
                """,
                all => all with { Faults = true, Crashes = true, Undos = true },
                cancellation
            ),
            Is.Empty
        );
}
