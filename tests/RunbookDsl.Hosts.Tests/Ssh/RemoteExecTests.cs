using System.Text.Json;

namespace RunbookDsl.Hosts.Tests.Ssh;

[CancelAfter(30_000)]
internal sealed class RemoteExecTests
{
    private Machine _machine = null!;
    private StepOverSsh _step = null!;

    private static SshHost Web => Hosts.Ssh.Host("web-1");

    [SetUp]
    public void SetUp() => _step = new StepOverSsh(_machine = new Machine());

    [TearDown]
    public void TearDown() => _machine.Dispose();

    [TestCase("")]
    [TestCase("plain")]
    [TestCase("two words")]
    [TestCase("it's")]
    [TestCase("$HOME `id` $(id) \"x\" \\ * ? ; & | < > # ! ~")]
    [TestCase("a\nb")]
    [TestCase("-n")]
    [TestCase("ü→")]
    public async Task RunAsync_Argument_ArrivesAsItIs(string argument)
    {
        var result = await Web.Exec("printf", "%s", argument).RunAsync(_step, default);
        Assert.That(result.Output, Is.EqualTo(argument));
    }

    [Test]
    public async Task RunAsync_Result_IsJournaledAsJson()
    {
        var exec = Web.Exec("sh", "-c", "echo out; echo err >&2; exit 3").Accept(0, 3);
        var result = await exec.RunAsync(_step, default);
        Assert.That(
            JsonSerializer.Serialize(result, exec.ResultJson!),
            Is.EqualTo("""{"exitCode":3,"output":"out\n","error":"err\n"}""")
        );
        Assert.That(_step.Reported, Is.EquivalentTo(new[] { "out", "err" }));
    }

    [Test]
    public void RunAsync_OtherExitCode_FailsWithWhatItSaid()
    {
        var exec = Web.Exec("sh", "-c", "echo it broke >&2; exit 4");
        var error = Assert.ThrowsAsync<OperationFailedException>(() => exec.RunAsync(_step, default));
        Assert.That(
            error.Message,
            Is.EqualTo(
                "sh -c 'echo it broke >&2; exit 4' on web-1 ended with exit code 4, accepted: 0. It said: it broke. "
                    + "Look at what it did before you resume: a failed program may have done a part."
            )
        );
    }

    [Test]
    public async Task RunAsync_Secrets_TravelInTheInputAlone()
    {
        _step.SecretValues["TOKEN"] = "s3cret'$x";
        _step.SecretValues["DUMP"] = "line 1\nline 2\n";
        var exec = Web.Exec("sh", "-c", "echo \"$API_TOKEN $MODE $PWD\"; cat")
            .Env("API_TOKEN", new SecretReference("TOKEN"))
            .Env("MODE", "very fast")
            .Receives(new SecretReference("DUMP"))
            .In("/");
        var result = await exec.RunAsync(_step, default);
        Assert.That(result.Output, Is.EqualTo("s3cret'$x very fast /\nline 1\nline 2\n"));
        Assert.That(
            _step.Commands.Single().Text,
            Is.EqualTo(
                "IFS= read -r API_TOKEN && export API_TOKEN && cd / && exec env MODE='very fast' sh -c "
                    + "'echo \"$API_TOKEN $MODE $PWD\"; cat'"
            )
        );
        Assert.That(exec.Secrets.Select(s => s.Name), Is.EqualTo(new[] { "TOKEN", "DUMP" }));
    }

    [Test]
    public void RunAsync_ConnectionLost_IsUnknownForAChangeAndAFailureForALook()
    {
        _step.Instead = new RemoteResult(
            RemoteResult.Lost,
            "",
            "Connection to web-1 closed by remote host.\n"
        );
        var change = Assert.ThrowsAsync<OutcomeUnknownException>(() =>
            Web.Exec("reboot").RunAsync(_step, default)
        );
        Assert.That(
            change.Message,
            Is.EqualTo(
                "the connection to web-1 broke while reboot was at work, or a signal ended it: what it did is not "
                    + "known. It said: Connection to web-1 closed by remote host."
            )
        );
        var look = Web.Exec("uptime").Effects(EffectClass.ReadOnly);
        var failed = Assert.ThrowsAsync<OperationFailedException>(() => look.RunAsync(_step, default));
        Assert.That(failed.Retryable, Is.True);
    }

    [Test]
    public void Mistakes_AreToldWhenTheScriptIsRead()
    {
        Assert.That(
            () => Hosts.Ssh.Host("-oProxyCommand=id"),
            Throws.ArgumentException.With.Message.EqualTo(
                "'-oProxyCommand=id' is no name of a host: letters, digits and .-_:%"
            )
        );
        Assert.That(() => Web.Exec("a").Env("A B", "c"), Throws.ArgumentException);
        Assert.That(
            () => Web.Exec("a").Accept(0, 255),
            Throws.ArgumentException.With.Message.EqualTo(
                "255 is what an SSH client says when it knows nothing: it cannot be accepted"
            )
        );
    }

    [Test]
    public void Facts_TellEverythingButSecrets()
    {
        var exec = Hosts.Ssh.Host("web-1", user: "deploy").Exec("systemctl", "reload", "nginx");
        Assert.That(exec.Description, Is.EqualTo("run systemctl reload nginx on deploy@web-1"));
        Assert.That(
            string.Join(
                "; ",
                exec.Env("T", new SecretReference("TOKEN")).Facts.Select(f => $"{f.Name}={f.Value}")
            ),
            Is.EqualTo(
                "host=deploy@web-1; command=systemctl reload nginx; accepted exit codes=0; env T=secret TOKEN"
            )
        );
        Assert.That((exec.Effect, exec.Target), Is.EqualTo((EffectClass.NonIdempotent, "web-1")));
    }
}
