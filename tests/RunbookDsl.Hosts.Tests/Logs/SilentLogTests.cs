using RunbookDsl.Engine;
using RunbookDsl.Hosts.Tests.Ssh;
using RunbookDsl.Hosts.Tests.Worlds;
using static RunbookDsl.Verbs;

namespace RunbookDsl.Hosts.Tests.Logs;

/// <summary>Whether nobody asks a host any more, by the time of its log.</summary>
[Parallelizable(ParallelScope.All)]
[CancelAfter(240_000)]
internal sealed class SilentLogTests
{
    private const string Access = "/var/log/nginx/access.log";

    [TestCase(2, "")]
    [TestCase(
        0,
        "somebody still asks web-1: /var/log/nginx/access.log was written to within 1d. Then: `runbook resume "
    )]
    public async Task A_scripted_machine_tells_when_its_log_was_written_to(int daysOld, string held)
    {
        var result = await HostWorld.Clean(
            () => Step("look").Run(HostWorld.Web.LogFile(Access).AssertSilent(1.Days)),
            host => host.File(Access, "GET /\n").DaysOld(daysOld)
        );
        if (held.Length == 0)
            Assert.That(result.Status, Is.EqualTo(RunStatus.Done), result.Said());
        else
            Assert.That(result.Said(), Does.StartWith("Held. 'look' failed ").And.Contain(held));
    }

    [Test]
    public async Task A_real_find_tells_it_too()
    {
        using var machine = new Machine();
        var step = new StepOverSsh(machine);
        var path = Path.Combine(machine.Folder, "access 'x'.log");
        var log = Hosts.Ssh.Host("web-1").WithoutSudo().LogFile(path);
        await File.WriteAllTextAsync(path, "GET /\n");
        Assert.That(
            await log.AssertSilent(1.Days).RunAsync(step, default),
            Is.EqualTo(Verdict.Fail($"somebody still asks web-1: {path} was written to within 1d"))
        );
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddDays(-2));
        Assert.That(
            await log.AssertSilent(1.Days).RunAsync(step, default),
            Is.EqualTo(Verdict.Pass($"{path} on web-1 was not written to for 1d"))
        );
        File.Delete(path);
        Assert.That(
            Assert
                .ThrowsAsync<OperationFailedException>(() => log.AssertSilent(1.Days).RunAsync(step, default))
                .Message,
            Does.Contain("No such file or directory"),
            "a log that is not there is no silent one"
        );
    }

    [Test]
    public void No_time_and_no_file_are_refused()
    {
        Assert.That(
            Assert
                .Throws<ArgumentException>(() => HostWorld.Web.LogFile(Access).AssertSilent(TimeSpan.Zero))
                .Message,
            Is.EqualTo("a silence of 0s says nothing")
        );
        Assert.That(
            Assert
                .Throws<ArgumentException>(() => HostWorld.Web.Journal("nginx").AssertSilent(1.Days))
                .Message,
            Is.EqualTo("the journal of nginx.service on web-1 is no file: AssertSilent wants a log file")
        );
    }
}
