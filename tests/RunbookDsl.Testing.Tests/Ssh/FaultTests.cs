namespace RunbookDsl.Testing.Tests.Ssh;

/// <summary>What goes wrong with a command, as an unmodified client sees it and as it really went.</summary>
[CancelAfter(60_000)]
internal sealed class FaultTests
{
    private const string Home = "/home/deploy";

    [TestCase(FaultKind.Drop, FaultMoment.BeforeEffect, 255, false)]
    [TestCase(FaultKind.Drop, FaultMoment.AfterEffect, 255, true)]
    [TestCase(FaultKind.Kill, FaultMoment.BeforeEffect, 255, false)]
    [TestCase(FaultKind.Kill, FaultMoment.AfterEffect, 255, true)]
    [TestCase(FaultKind.Error, FaultMoment.BeforeEffect, 5, false)]
    [TestCase(FaultKind.Error, FaultMoment.AfterEffect, 5, true)]
    public async Task Ssh_Fault_IsSeenAndTheEffectIsKnown(
        FaultKind kind,
        FaultMoment moment,
        int code,
        bool isDone
    )
    {
        var fault = new FaultAction(kind) { Code = kind == FaultKind.Error ? "5" : null };
        await using var world = await SshWorld.Start(
            host => host.Unit("app", active: false),
            new Fault(fault, moment) { System = "web-1", Operation = "systemctl" }
        );
        var result = await world.Run("ssh", "web-1", "sudo systemctl start app");
        Assert.That(result.ExitCode, Is.EqualTo(code), result.Error);
        Assert.That(world.Stage.Log.Events[^1].IsApplied, Is.EqualTo(isDone));
        var state = isDone ? "unit app: active, enabled" : "unit app: inactive, enabled";
        Assert.That(await world.State("unit"), Is.EqualTo(new[] { state }));
        Assert.That((await world.Run("ssh", "web-1", "systemctl is-active app || true")).ExitCode, Is.Zero);
    }

    [Test]
    public async Task Ssh_CutAfterBytes_GetsThoseBytes()
    {
        await using var world = await SshWorld.Start(
            host => host.File("/srv/list", new string('a', 1000)),
            new Fault(new FaultAction(FaultKind.Drop) { Bytes = 120 }, FaultMoment.AfterEffect)
            {
                Operation = "cat",
            }
        );
        var result = await world.Run("ssh", "web-1", "cat /srv/list");
        Assert.That((result.ExitCode, result.Output), Is.EqualTo((255, new string('a', 120))));
    }

    [Test]
    public async Task Ssh_Hang_LastsUntilTheClientGoes(CancellationToken cancellation)
    {
        await using var world = await SshWorld.Start(
            host => host.Unit("app", active: false),
            new Fault(new FaultAction(FaultKind.Hang), FaultMoment.AfterEffect) { Operation = "systemctl" }
        );
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        // While another step is at work nobody takes the call for one that lasts for ever.
        using var atWork = await Task.Run(() => world.Stage.Clock.Enter("another-step"), cancellation);
        using var lane = world.Stage.Clock.Enter("the-step");
        var running = world.RunUntil(gone.Token, "ssh", "web-1", "sudo systemctl start app");
        while (world.Stage.Log.Events.Count < 2 || !world.Stage.Log.Events[1].IsApplied)
            await Task.Yield();
        Assert.That(running.IsCompleted, Is.False);
        await gone.CancelAsync();
        Assert.That(await EndOf(running), Is.EqualTo("cancelled"));
    }

    [Test]
    public async Task Scp_CutAfterBytes_LeavesAPartOfTheFile()
    {
        await using var world = await SshWorld.Start(
            _ => { },
            new Fault(new FaultAction(FaultKind.Drop) { Bytes = 100 }, FaultMoment.AfterEffect)
            {
                Operation = "sftp.put",
            }
        );
        var here = Path.Combine(world.Folder, "here");
        await File.WriteAllTextAsync(here, new string('x', 5000));
        var result = await world.Run("scp", "-s", here, "web-1:there");
        Assert.That(result.ExitCode, Is.EqualTo(255).Or.EqualTo(1));
        Assert.That(
            (await world.State("file /home")).Single(),
            Does.StartWith($"file {Home}/there: 0644 deploy 100 bytes")
        );
    }

    private static async Task<string> EndOf(Task<ProcessResult> running)
    {
        try
        {
            return $"exit {(await running).ExitCode}";
        }
        catch (OperationCanceledException)
        {
            return "cancelled";
        }
    }
}
