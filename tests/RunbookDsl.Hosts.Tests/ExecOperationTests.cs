using System.Text.Json;

namespace RunbookDsl.Hosts.Tests;

internal sealed class ExecOperationTests
{
    private Machine _machine = null!;
    private StepOnMachine _step = null!;

    [SetUp]
    public void SetUp() => _step = new StepOnMachine(_machine = new Machine());

    [TearDown]
    public void TearDown() => _machine.Dispose();

    [Test]
    public async Task RunAsync_Result_IsJournaledAsJson()
    {
        var exec = Local.Exec("sh", "-c", "echo out; echo err >&2; exit 3").Accept(0, 3);
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
        var exec = Local.Exec("sh", "-c", "echo it broke >&2; exit 4").Accept(0, 3);
        var error = Assert.ThrowsAsync<OperationFailedException>(() => exec.RunAsync(_step, default));
        Assert.That(
            error.Message,
            Is.EqualTo(
                "sh -c 'echo it broke >&2; exit 4' ended with exit code 4, accepted: 0, 3. It said: it broke. "
                    + "Look at what it did before you resume: a failed program may have done a part."
            )
        );
        Assert.That(error.Retryable, Is.False);
    }

    [Test]
    public async Task RunAsync_SecretAndDirectory_ReachTheProgramOnlyThere()
    {
        Directory.CreateDirectory(Path.Combine(_machine.Folder, "app"));
        _step.SecretValues["TOKEN"] = "s3cret";
        var exec = Local
            .Exec("sh", "-c", "echo \"$API_TOKEN $MODE $(basename \"$PWD\")\"")
            .Env("API_TOKEN", new SecretReference("TOKEN"))
            .Env("MODE", "fast")
            .In("app");
        Assert.That((await exec.RunAsync(_step, default)).Output, Is.EqualTo("s3cret fast app\n"));
        Assert.That(exec.Secrets, Is.EqualTo(new[] { new SecretReference("TOKEN") }));
        Assert.That(
            string.Join("; ", exec.Facts.Select(f => $"{f.Name}={f.Value}")),
            Is.EqualTo(
                "command=sh -c 'echo \"$API_TOKEN $MODE $(basename \"$PWD\")\"'; accepted exit codes=0; "
                    + "directory=app; env MODE=fast; env API_TOKEN=secret TOKEN"
            )
        );
    }

    [Test]
    public void Effect_IsNonIdempotent_UntilDeclared()
    {
        var exec = Local.Exec("true");
        Assert.That(exec.Effect, Is.EqualTo(EffectClass.NonIdempotent));
        Assert.That(exec.Effects(EffectClass.Convergent).Effect, Is.EqualTo(EffectClass.Convergent));
        Assert.That(exec.Effect, Is.EqualTo(EffectClass.NonIdempotent), "the first is unchanged");
    }
}
