namespace RunbookDsl.Testing.Tests.Proxy;

/// <summary>What psql sees of each fault, and what the server holds afterwards.</summary>
[CancelAfter(60_000)]
internal sealed class PsqlTests
{
    private const string Script =
        "insert into t values (1); insert into t values (2); "
        + "insert into t values (3); insert into t values (4)";

    private const string Closed = "server closed the connection unexpectedly";

    [TestCase(FaultKind.Error, FaultMoment.BeforeEffect, 3, "ERROR:  injected: ", "1,2")]
    [TestCase(FaultKind.Drop, FaultMoment.BeforeEffect, 2, Closed, "1,2")]
    [TestCase(FaultKind.Drop, FaultMoment.AfterEffect, 2, Closed, "1,2,3")]
    [TestCase(FaultKind.Error, FaultMoment.AfterEffect, 3, "ERROR:  injected: ", "1,2,3")]
    [TestCase(FaultKind.Kill, FaultMoment.BeforeEffect, 2, "terminating connection", "1,2")]
    [TestCase(FaultKind.Kill, FaultMoment.AfterEffect, 2, "terminating connection", "1,2,3")]
    [TestCase(FaultKind.RateLimited, FaultMoment.BeforeEffect, 3, "sorry, too many clients already", "1,2")]
    [TestCase(FaultKind.Hang, FaultMoment.BeforeEffect, 2, Closed, "1,2")]
    [TestCase(FaultKind.Hang, FaultMoment.AfterEffect, 2, Closed, "1,2,3")]
    [TestCase(FaultKind.Duplicate, FaultMoment.BeforeEffect, 0, "", "1,2,3,4")]
    public async Task Psql_FaultAtTheThirdStatement_SaysAndHolds(
        FaultKind kind,
        FaultMoment moment,
        int exitCode,
        string says,
        string rows
    )
    {
        await using var rig = await ProxyRig.StartAsync(
            new Fault(new FaultAction(kind), moment) { Operation = "insert", Nth = 3 }
        );
        await rig.Direct("create table t (id int)");
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, Script.Replace("; ", ";\n") + ";\n");
        var (code, said) = await rig.Run("psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-f", file);
        File.Delete(file);
        Assert.That(said, Does.Contain(says));
        Assert.That(code, Is.EqualTo(exitCode));
        Assert.That(await rig.List("select id from t"), Is.EqualTo(rows));
        var applied = rig.Calls.Count(e => e.IsApplied);
        Assert.That(applied, Is.EqualTo(rows.Split(',').Length), string.Join('\n', rig.Lines));
        Assert.That(
            rig.Stage.Log.Events.Count(e => e.IsEndless),
            Is.EqualTo(kind == FaultKind.Hang ? 1 : 0),
            "only an endless wait is a finding"
        );
    }
}
