namespace RunbookDsl.Runbooks.Tests;

/// <summary>Counts in the database what the runbooks did to it.</summary>
internal static class Effects
{
    public static async Task CheckAsync(string runbook, Workplace workplace, string name)
    {
        if (runbook == "rollback")
            await CheckRollbackAsync(name);
        else
            await CheckMaintenanceAsync(workplace, name);
    }

    /// <summary>A backup as the maintenance runbook makes it, then the change that goes wrong.</summary>
    public static async Task PrepareRollbackAsync(Workplace workplace, string name)
    {
        var script = Path.Combine(Path.GetDirectoryName(workplace.Script)!, "backup.csx");
        await File.WriteAllTextAsync(
            script,
            """
            var db = Pg.Database(Secret("DATABASE_URL"));
            Step("Backup").Run(Pg.Dump(db, "backups"));
            """
        );
        using var other = new Workplace("rollback", name);
        var ended = await other.Program.RunAsync("exec", script, "--non-interactive");
        Assert.That(ended.ExitCode, Is.Zero, ended.ToString());
        await ShopServer.ExecuteAsync(name, "delete from order_lines; update orders set status = 'broken'");
    }

    /// <summary>
    /// What a person would look at: whether the line is in the log, which the runbook itself makes.
    /// </summary>
    public static async Task<bool> IsNotedDownAsync(string name)
    {
        // The statement of a killed program ends by itself soon after; nobody believes a look before that.
        await ShopServer.ExecuteAsync(
            "postgres",
            $"select pg_terminate_backend(pid, 10000) from pg_stat_activity where datname = '{name}' and state <> 'idle'"
        );
        return await ShopServer.QueryAsync<bool>(name, "select to_regclass('maintenance_log') is not null")
            && await ShopServer.QueryAsync<long>(name, "select count(*) from maintenance_log") > 0;
    }

    public static async Task DropAsync(string name)
    {
        foreach (var database in new[] { name, $"{name}_failed" })
            await ShopServer.ExecuteAsync("postgres", $"drop database if exists {database} with (force)");
        await ShopServer.ExecuteAsync("postgres", $"drop role {name}_app");
    }

    private static async Task CheckMaintenanceAsync(Workplace workplace, string name)
    {
        var dumps = Directory.GetDirectories(workplace.Backups).Select(Path.GetFileName).ToList();
        Assert.That(dumps, Has.Count.EqualTo(1), $"one dump and nothing partial: {string.Join(", ", dumps)}");
        Assert.That(
            await ShopServer.QueryAsync<long>(name, "select count(*) from maintenance_log"),
            Is.EqualTo(1)
        );
        var vacuums = await ShopServer.QueryAsync<long>(
            name,
            "select max(vacuum_count) from pg_stat_user_tables where relname in ('customers', 'orders', 'order_lines')"
        );
        Assert.That(vacuums, Is.EqualTo(1), "vacuumed exactly once");
        var points = await CallsAsync("%pg_create_restore_point($1)%", name);
        // Nobody can see whether an interrupted one was made: a further one has a name of its own.
        var begun = workplace.Read().Records.Count(r => r is { Type: "step.intent", Step: "restore-point" });
        Assert.That(points, Is.InRange(1, begun), "at most one restore point for each time it was begun");
        await CheckApplicationAsync(name);
        await CheckNothingLeftAsync(name, expected: 1);
    }

    private static async Task CheckRollbackAsync(string name)
    {
        Assert.That(
            await ShopServer.QueryAsync<long>(name, "select count(*) from order_lines"),
            Is.GreaterThan(40_000)
        );
        Assert.That(
            await ShopServer.QueryAsync<long>(name, "select count(*) from orders where status = 'broken'"),
            Is.Zero
        );
        Assert.That(
            await ShopServer.QueryAsync<long>($"{name}_failed", "select count(*) from order_lines"),
            Is.Zero
        );
        Assert.That(
            await ShopServer.QueryAsync<long>(name, "select count(*) from maintenance_log"),
            Is.EqualTo(1)
        );
        await CheckApplicationAsync(name);
        await CheckNothingLeftAsync(name, expected: 2);
    }

    public static Task<bool> MayLogInAsync(string name) =>
        ShopServer.QueryAsync<bool>(
            "postgres",
            $"select rolcanlogin from pg_roles where rolname = '{name}_app'"
        );

    private static async Task CheckApplicationAsync(string name) =>
        Assert.That(await MayLogInAsync(name), Is.True, "the application may log in again");

    private static async Task CheckNothingLeftAsync(string name, long expected)
    {
        var own = await ShopServer.QueryAsync<long>(
            "postgres",
            $"select count(*) from pg_database where datname = '{name}' or datname like '{name}\\_%'"
        );
        Assert.That(own, Is.EqualTo(expected), "databases of this run");
        var scratch = await ShopServer.QueryAsync<long>(
            "postgres",
            "select count(*) from pg_database where shobj_description(oid, 'pg_database') like '%"
                + name
                + "%'"
        );
        Assert.That(scratch, Is.Zero, "scratch databases left behind");
    }

    // pg_stat_statements counts what was completed, whoever waited for it.
    private static Task<long> CallsAsync(string query, string database) =>
        ShopServer.QueryAsync<long>(
            "postgres",
            $"""
            select coalesce(sum(calls), 0)::bigint
            from pg_stat_statements s join pg_database d on d.oid = s.dbid
            where d.datname = '{database}' and s.query ilike '{query}'
            """
        );
}
