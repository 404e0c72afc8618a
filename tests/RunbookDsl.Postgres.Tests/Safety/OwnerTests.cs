namespace RunbookDsl.Postgres.Tests;

internal sealed class OwnerTests : DatabaseTest
{
    [Test, CancelAfter(60_000)]
    public async Task The_owner_needs_no_superuser_for_the_usual_work(CancellationToken stop)
    {
        var role = $"owner_{Name}";
        await ServerSqlAsync($"create role {role} login createdb password 'pw'");
        try
        {
            await ServerSqlAsync($"alter database {Name} owner to {role}");
            await SqlAsync($"alter schema public owner to {role}");
            await SqlAsync(
                $"""
                do $$ declare r record; begin
                  for r in select oid::regclass as t from pg_class
                           where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v')
                  loop execute format('alter table %s owner to {role}', r.t); end loop;
                end $$
                """
            );
            await WorkAsync($"postgres://{role}:pw@127.0.0.1:{Server.Cluster.Port}/{Name}", stop);
        }
        finally
        {
            foreach (var name in new[] { Name, Name + "_new", Name + "_old" })
                await ServerSqlAsync($"drop database if exists {name} with (force)");
            await ServerSqlAsync($"drop role {role}");
        }
    }

    private async Task WorkAsync(string url, CancellationToken stop)
    {
        Assert.That((await As("identity").LookAsync(Pg.AssertIdentity(Db, Name), stop)).Passed);
        Assert.That((await As("xmin").LookAsync(Pg.XminHolders(Db), stop)).Passed);
        var made = await As("backup").DoAsync(Pg.Dump(Db, "backups"), stop);
        await As("vacuum").DoAsync(Pg.Vacuum(Db).Analyze(), stop);
        await As("reindex").DoAsync(Pg.Reindex(Db).Tables("public.orders"), stop);
        Assert.That((await As("statistics").LookAsync(Pg.AssertStatistics(Db), stop)).Passed);
        var fresh = Db.Named(Name + "_new");
        await As("restore").DoAsync(Pg.Restore(made, fresh), stop);
        await As("stages").DoAsync(Pg.AnalyzeInStages(fresh), stop);
        await As("swap").DoAsync(Pg.Swap(Db, Name + "_new", Name + "_old"), stop);

        StepWorld As(string step)
        {
            var world = Step(step);
            world.Secrets[SecretName] = url;
            return world;
        }
    }
}
