namespace RunbookDsl.Postgres.Tests;

/// <summary>
/// <c>pg_dump mydb &gt; backup.sql</c> and <c>psql mydb &lt; backup.sql</c>, as the documents have it: what
/// they do, and what our own do in their place.
/// </summary>
internal sealed class PlainDumpTests : DatabaseTest
{
    private string Script => Path.Combine(Folder, "backup.sql");

    [Test, CancelAfter(60_000)]
    public async Task Psql_over_the_living_database_doubles_rows_and_says_well(CancellationToken stop)
    {
        await ToolAsync(stop, "pg_dump", "--file", Script, Name);
        await SqlAsync("update orders set total = 1 where id = 7; insert into audit values (now(), 'after')");

        var old = await ToolAsync(stop, "psql", "--no-psqlrc", "--quiet", "--file", Script, Name);

        Assert.That(old.ExitCode, Is.Zero);
        Assert.That(old.Error, Does.Contain("already exists").And.Contain("duplicate key"));
        Assert.That(await ReadAsync<long>("select count(*) from audit"), Is.EqualTo(2001));
        Assert.That(await ReadAsync<decimal>("select total from orders where id = 7"), Is.EqualTo(1m));
    }

    [Test, CancelAfter(60_000)]
    public async Task Ours_is_a_database_beside_it_with_the_rows_of_the_dump(CancellationToken stop)
    {
        var made = await Step("backup").DoAsync(Pg.Dump(Db, "backups"), stop);
        await SqlAsync("update orders set total = 1 where id = 7; insert into audit values (now(), 'after')");

        await Step("restore").DoAsync(Pg.Restore(made, Db.Named(Name + "_new")), stop);

        const string Audit = "select count(*) from audit";
        const string Order = "select total from orders where id = 7";
        Assert.That(await ReadAsync<long>(Audit, Name + "_new"), Is.EqualTo(1000));
        Assert.That(await ReadAsync<decimal>(Order, Name + "_new"), Is.EqualTo(7m));
        Assert.That(await ReadAsync<long>(Audit), Is.EqualTo(1001), "the living one is untouched");
    }

    [Test, CancelAfter(60_000)]
    public async Task A_truncated_script_is_restored_and_nothing_is_said(CancellationToken stop)
    {
        await ToolAsync(stop, "pg_dump", "--file", Script, Name);
        var lines = await File.ReadAllLinesAsync(Script, stop);
        var rows = Array.FindIndex(lines, l => l.StartsWith("COPY public.orders ", StringComparison.Ordinal));
        await File.WriteAllLinesAsync(Script, lines[..(rows + 1001)], stop);
        var target = Name + "_old";
        await ServerSqlAsync($"create database {target}");

        var old = await ToolAsync(
            stop,
            "psql",
            "--no-psqlrc",
            "--quiet",
            "--single-transaction",
            "--set=ON_ERROR_STOP=1",
            "--file",
            Script,
            target
        );

        Assert.That((old.ExitCode, old.Error), Is.EqualTo((0, "")));
        Assert.That(await ReadAsync<long>("select count(*) from orders", target), Is.EqualTo(1000));
        Assert.That(
            await ReadAsync<long>(
                "select count(*) from pg_constraint where contype = 'p' "
                    + "and connamespace = 'public'::regnamespace",
                target
            ),
            Is.Zero,
            "primary keys come after the rows, and were cut off with them"
        );
    }

    [Test, CancelAfter(60_000)]
    public async Task Ours_with_half_a_file_is_no_backup(CancellationToken stop)
    {
        var made = await Step("backup").DoAsync(Pg.Dump(Db, "backups"), stop);
        var data = Directory.GetFiles(made.Path, "*.dat.gz").MaxBy(f => new FileInfo(f).Length)!;
        var bytes = await File.ReadAllBytesAsync(data, stop);
        await File.WriteAllBytesAsync(data, bytes[..(bytes.Length / 2)], stop);

        var verdict = await Step().LookAsync(Pg.VerifyDump(made), stop);

        Assert.That(verdict.Passed, Is.False);
        Assert.That(
            verdict.Evidence,
            Does.Contain($"has {bytes.Length / 2} bytes instead of {bytes.Length}")
        );
    }

    private async Task<ProcessResult> ToolAsync(
        CancellationToken stop,
        string program,
        params string[] arguments
    )
    {
        var url = new Uri(Server.Cluster.Url(Name));
        var user = url.UserInfo.Split(':');
        var step = Step();
        return await step.Commands.RunAsync(
            new ProcessCommand(program, [.. arguments])
            {
                Environment = new Dictionary<string, string?>
                {
                    ["PGHOST"] = url.Host,
                    ["PGPORT"] = $"{url.Port}",
                    ["PGUSER"] = Uri.UnescapeDataString(user[0]),
                    ["PGPASSWORD"] = user.Length > 1 ? Uri.UnescapeDataString(user[1]) : "",
                },
            },
            stop
        );
    }
}
