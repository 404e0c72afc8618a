using RunbookDsl.Hosts.Tests.Worlds;
using RunbookDsl.Testing;
using static RunbookDsl.Verbs;

namespace RunbookDsl.Hosts.Tests.Logs;

/// <summary>Logs of scripted machines, whatever goes wrong.</summary>
[Parallelizable(ParallelScope.All)]
[CancelAfter(240_000)]
internal sealed class LogTests
{
    [Test]
    public async Task Marks_and_looks_pass_every_scenario()
    {
        var matrix = await HostWorld.Matrix(
            () =>
            {
                var web = HostWorld.Web;
                var mark = Step("mark").Run(web.Journal("app").Mark());
                var file = Step("mark file").Run(web.LogFile("/var/log/app.log").Mark());
                Step("restart").Run(web.Unit("app").Restart());
                Step("look").Run(web.Journal("app").NoNewErrors(mark));
                Step("look at file").Run(web.LogFile("/var/log/app.log").NoNewErrors(file));
            },
            host => Machine(host)
        );
        using var scope = Assert.EnterMultipleScope();
        Assert.That(matrix.Lines(), Is.Empty);
        Assert.That(matrix.Rows, Has.Count.GreaterThan(30));
    }

    [Test]
    public async Task A_new_kind_of_error_after_the_mark_is_seen()
    {
        var result = await HostWorld.Clean(
            () =>
            {
                var mark = Step("mark").Run(HostWorld.Web.Journal("app").Mark());
                Step("restart").Run(HostWorld.Web.Unit("app").Restart());
                Step("look").Run(HostWorld.Web.Journal("app").NoNewErrors(mark));
            },
            host =>
                Machine(host)
                    .Journal("app", "no column 'price' in row 4711", priority: 3, atStart: true)
                    .Journal("app", "listening on port 8000", atStart: true)
        );
        Assert.That(
            result.Said(),
            Does.Contain(
                "journal of app.service on web-1: 2 errors since the mark, 1 new kinds: 1 × no column # in row #"
            )
        );
    }

    [Test]
    public async Task Known_kinds_are_limited_only_where_it_is_said()
    {
        var result = await HostWorld.Clean(
            () =>
            {
                var log = HostWorld.Web.Journal("app");
                var mark = Step("mark").Run(log.Mark());
                Step("restart").Run(HostWorld.Web.Unit("app").Restart());
                Step("look").Run(log.NoNewErrors(mark));
                Step("ignored").Run(log.Ignoring("^timeout after").NoNewErrors(mark).AtMost(0));
                Step("limited").Run(log.NoNewErrors(mark).AtMost(0));
            },
            host => Machine(host)
        );
        Assert.That(
            result.Said(),
            Does.StartWith("Held. 'limited'")
                .And.Contains(
                    "journal of app.service on web-1: 1 errors since the mark, at most 0 are allowed"
                )
        );
    }

    [TestCase("took 12 ms at 2026-12-05T06:00:01Z", "took 34 ms at 2026-12-06T07:11:41Z")]
    [TestCase("no route to 203.0.113.7:5432", "no route to 203.0.113.9:80")]
    [TestCase("user \"ann\" not found", "user \"bob o'neil\" not found")]
    [TestCase("request 0f8fad5b-d9cb-469f-a165-70867728950e", "request 7c9e6679-7425-40de-944b-e07fc1f90ae7")]
    public void Messages_ThatDifferInNames_AreOfOneKind(string one, string other) =>
        Assert.That(LogKind.Of(one), Is.EqualTo(LogKind.Of(other)));

    [TestCase("disk full", "disk fell")]
    [TestCase("cannot read 'x'", "cannot write 'x'")]
    public void Messages_ThatSayOther_AreOfTwo(string one, string other) =>
        Assert.That(LogKind.Of(one), Is.Not.EqualTo(LogKind.Of(other)));

    private static HostBuilder Machine(HostBuilder host) =>
        host.Unit("app")
            .Journal("app", "timeout after 31 ms", priority: 3)
            .Journal("app", "timeout after 17 ms", priority: 3, atStart: true)
            .File("/var/log/app.log", "ok\nERROR 1\n");
}
