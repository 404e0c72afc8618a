using static RunbookDsl.Testing.WorldVerbs;
using static RunbookDsl.Verbs;

namespace RunbookDsl.Testing.Tests.Clusters;

[CancelAfter(120_000)]
internal sealed class ReplicaTests
{
    [Test]
    public async Task Replica_FollowsItsPrimaryAndCanBePromoted()
    {
        await using var family = await Family.StartAsync(() =>
        {
            var main = Postgres();
            main.Database("shop").Sql("create table t (id int)").As(Secret("URL"));
            main.Replica("standby").As(Secret("STANDBY"), "shop");
        });
        await using var scene = await family.OpenAsync();
        Assert.That(await scene.Ask("select pg_is_in_recovery()", "STANDBY"), Is.True);
        Assert.That(
            await scene.Ask("select application_name || state from pg_stat_replication"),
            Is.EqualTo("standbystreaming")
        );
        await scene.Ask("set synchronous_commit = remote_apply; insert into t values (1)");
        while ((long)(await scene.Ask("select count(*) from t", "STANDBY"))! == 0)
            await Task.Yield();
        Assert.That((await scene.State()).Lines["standby: in recovery"], Is.EqualTo("yes"));
        Assert.That(await scene.Ask("select pg_promote()", "STANDBY"), Is.True);
        await scene.Ask("insert into t values (2)", "STANDBY");
        var lines = (await scene.State()).Lines;
        Assert.That(lines["shop: rows public.t"], Does.StartWith("1 "));
        Assert.That(lines["standby: shop: rows public.t"], Does.StartWith("2 "));

        await using var next = await family.OpenAsync();
        Assert.That(await next.Ask("select pg_is_in_recovery()", "STANDBY"), Is.True);
        Assert.That(await next.Ask("select count(*) from t", "STANDBY"), Is.EqualTo(0L));
    }
}
