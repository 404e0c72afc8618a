namespace RunbookDsl.Postgres.Tests;

internal sealed class FindDumpTests : DatabaseTest
{
    [Test, CancelAfter(60_000)]
    public async Task The_newest_of_the_database_is_found(CancellationToken stop)
    {
        await Step("first").RunAsyncOf(Pg.Dump(Db, "backups"), stop);
        var newest = await Step("second").RunAsyncOf(Pg.Dump(Db, "backups"), stop);
        Directory.CreateDirectory($"{Folder}/backups/half.partial");

        var found = await Step().DoAsync(Pg.FindDump("backups").Of(Name).NotOlderThan(1.Hours), stop);
        var named = await Step().DoAsync(Pg.FindDump(newest.Path), stop);

        Assert.That((found, named), Is.EqualTo((newest, newest)));
    }

    [Test]
    public void None_is_a_failure_that_says_where()
    {
        var failure = Assert.ThrowsAsync<OperationFailedException>(() =>
            Pg.FindDump("backups").Of("orders").RunAsync(Step(), default)
        )!;

        Assert.That(
            failure.Message,
            Is.EqualTo(
                $"no finished dump of database \"orders\" in {Folder}/backups. Expected a folder"
                    + $" with a manifest.json, as"
                    + " Pg.Dump makes it"
            )
        );
    }
}
