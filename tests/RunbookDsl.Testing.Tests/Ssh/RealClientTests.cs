namespace RunbookDsl.Testing.Tests.Ssh;

/// <summary>Unmodified OpenSSH clients at the machines of a rehearsal.</summary>
[CancelAfter(60_000)]
internal sealed class RealClientTests
{
    private const string Home = "/home/deploy";

    [Test]
    public async Task Ssh_Command_GivesOutputErrorsAndExitCode()
    {
        await using var world = await SshWorld.Start(host => host.File("/etc/motd", "hello\n"));
        var result = await world.Run("ssh", "deploy@web-1", "cat /etc/motd; echo oops >&2; whoami; exit 7");
        Assert.That(result, Is.EqualTo(new ProcessResult(7, "hello\ndeploy\n", "oops\n")));
        Assert.That(world.Events, Is.EqualTo(new[] { "web-1 connect connected", "web-1 cat exit 7" }));
        Assert.That(world.Stage.Log.Events[1].Call.Step, Is.EqualTo("the-step"));
    }

    [Test]
    public async Task Ssh_Input_ReachesTheProgram()
    {
        await using var world = await SshWorld.Start(_ => { });
        var result = await world.Feed("a\nb\n", "ssh", "web-1", "wc -l; ");
        Assert.That(result, Is.EqualTo(new ProcessResult(0, "2\n", "")));
        result = await world.Feed("echo one\nexit 3\n", "ssh", "web-1");
        Assert.That((result.ExitCode, result.Output), Is.EqualTo((3, "one\n")));
        result = await world.Feed(new string('x', 300_000), "ssh", "web-1", "cat > big && cat big");
        Assert.That(result.Output, Has.Length.EqualTo(300_000));
    }

    [Test]
    public async Task Ssh_ProgramEndedBySignal_Is255AtTheClient()
    {
        await using var world = await SshWorld.Start(host =>
            host.Command("migrate").Says("half").EndsBy("KILL")
        );
        var result = await world.Run("ssh", "web-1", "migrate");
        Assert.That((result.ExitCode, result.Output), Is.EqualTo((255, "half\n")));
        Assert.That(world.Events[^1], Is.EqualTo("web-1 migrate signal KILL"));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Scp_ThereAndBack_IsTheSameFile(bool isOld)
    {
        await using var world = await SshWorld.Start(host => host.Folder("/srv/app", owner: "deploy"));
        var (here, back) = (Path.Combine(world.Folder, "here"), Path.Combine(world.Folder, "back"));
        var text = string.Concat(Enumerable.Range(0, 20_000).Select(n => $"line {n}\n"));
        await File.WriteAllTextAsync(here, text);
        string[] mode = isOld ? ["-O"] : ["-s"];
        var there = await world.Run("scp", [.. mode, here, "deploy@web-1:/srv/app/new.txt"]);
        Assert.That(there, Is.EqualTo(new ProcessResult(0, "", "")));
        var again = await world.Run("scp", [.. mode, "web-1:/srv/app/new.txt", back]);
        Assert.That(again, Is.EqualTo(new ProcessResult(0, "", "")));
        Assert.That(await File.ReadAllTextAsync(back), Is.EqualTo(text));
        Assert.That(
            world.Events.Count(e => e.Contains("! applied", StringComparison.Ordinal)),
            Is.EqualTo(1)
        );
        var missing = await world.Run("scp", [.. mode, "web-1:/srv/none", back]);
        Assert.That(missing.ExitCode, Is.EqualTo(1));
        Assert.That(missing.Error, Does.Contain("No such file or directory"));
    }

    [Test]
    public async Task Scp_Folder_GoesOverWhole([Values] bool isOld)
    {
        await using var world = await SshWorld.Start(_ => { });
        var folder = Directory.CreateDirectory(Path.Combine(world.Folder, "site/css")).Parent!.FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "index.html"), "<p>");
        await File.WriteAllTextAsync(Path.Combine(folder, "css/a.css"), "p{}");
        var result = await world.Run("scp", isOld ? "-Or" : "-sr", folder, "web-1:");
        Assert.That(result, Is.EqualTo(new ProcessResult(0, "", "")));
        Assert.That(
            await world.State("file /home"),
            Is.EqualTo(
                new[]
                {
                    $"file {Home}/site/css/a.css: 0644 deploy \"p{{}}\"",
                    $"file {Home}/site/index.html: 0644 deploy \"<p>\"",
                }
            )
        );
    }

    [Test]
    public async Task Sftp_Batch_WorksOnTheModelsFiles()
    {
        await using var world = await SshWorld.Start(host => host.File("/etc/app.conf", "a=1\n"));
        await File.WriteAllTextAsync(Path.Combine(world.Folder, "up"), "new\n");
        var batch = $"""
            lcd {world.Folder}
            mkdir box
            put up box/first
            rename box/first box/second
            chmod 600 box/second
            ln -s second box/link
            get /etc/app.conf down
            ls box
            rm box/link
            """;
        var result = await world.Feed(batch, "sftp", "-b", "-", "web-1");
        Assert.That(result.ExitCode, Is.Zero, result.Error);
        Assert.That(result.Output, Does.Contain("box/link").And.Contain("box/second"));
        Assert.That(await File.ReadAllTextAsync(Path.Combine(world.Folder, "down")), Is.EqualTo("a=1\n"));
        Assert.That(
            await world.State("file /home"),
            Is.EqualTo(new[] { $"file {Home}/box/second: 0600 deploy \"new\"" })
        );
        Assert.That(File.Exists($"{Home}/box/second"), Is.False);
    }

    [Test]
    public async Task ControlMaster_TwoCommands_ShareOneConnection()
    {
        await using var world = await SshWorld.Start(_ => { });
        string[] shared =
        [
            "-o",
            "ControlMaster=auto",
            "-o",
            $"ControlPath={world.Folder}/c",
            "-o",
            "ControlPersist=60",
        ];
        Assert.That((await world.Run("ssh", [.. shared, "web-1", "hostname"])).Output, Is.EqualTo("web-1\n"));
        Assert.That((await world.Run("ssh", [.. shared, "web-1", "exit 4"])).ExitCode, Is.EqualTo(4));
        Assert.That(
            world.Events,
            Is.EqualTo(new[] { "web-1 connect connected", "web-1 hostname exit 0", "web-1 sh exit 4" })
        );
        Assert.That((await world.Run("ssh", [.. shared, "-O", "exit", "web-1"])).ExitCode, Is.Zero);
    }

    [Test]
    public async Task Ssh_OtherHostKey_IsRefusedLoudly()
    {
        await using var world = await SshWorld.Start(_ => { }, Connect("hostkey"));
        var result = await world.Run("ssh", "web-1", "hostname");
        Assert.That((result.ExitCode, result.Output), Is.EqualTo((255, "")));
        Assert.That(result.Error, Does.Contain("WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!"));
        Assert.That(world.Stage.Tokens.Replace(result.Error), Does.Contain("{hostkey:wrong}"));
        Assert.That((await world.Run("ssh", "web-1", "hostname")).Output, Is.EqualTo("web-1\n"));
    }

    [Test]
    public async Task Ssh_NotAllowed_SaysSo()
    {
        await using var world = await SshWorld.Start(_ => { }, Connect("auth"));
        var refused = await world.Run("ssh", "web-1", "hostname");
        Assert.That(refused.ExitCode, Is.EqualTo(255));
        Assert.That(refused.Error, Does.Contain("Permission denied (publickey)."));
        var nobody = await world.Run("ssh", "mallory@web-1", "hostname");
        Assert.That(nobody.Error, Does.Contain("Permission denied (publickey)."));
    }

    [Test]
    public async Task Ssh_HostTheWorldHasNot_ReachesNothing()
    {
        await using var world = await SshWorld.Start(_ => { });
        var result = await world.Run("ssh", "web-2", "hostname");
        Assert.That((result.ExitCode, result.Output), Is.EqualTo((255, "")));
        Assert.That(
            world.Stage.Found.Select(f => f.ToString()),
            Is.EqualTo(new[] { "outside: ssh: the world has no host 'web-2' (did you mean 'web-1'?)" })
        );
    }

    [Test]
    public async Task Reboot_DropsConnectionsAndComesBackWithANewBoot()
    {
        await using var world = await SshWorld.Start(host =>
            host.Unit("app").Unit("worker", active: true, enabled: false).RebootsIn(TimeSpan.FromSeconds(40))
        );
        const string Id = "cat /proc/sys/kernel/random/boot_id";
        var first = (await world.Run("ssh", "web-1", Id)).Output;
        Assert.That((await world.Run("ssh", "web-1", "sudo reboot")).ExitCode, Is.EqualTo(255));
        Assert.That(await world.State("boots"), Is.EqualTo(new[] { "boots: 1, down" }));
        // Virtual time stands still here, so the third look finds it up.
        Assert.That((await world.Run("ssh", "web-1", Id)).ExitCode, Is.EqualTo(255));
        Assert.That((await world.Run("ssh", "web-1", Id)).ExitCode, Is.EqualTo(255));
        var second = await world.Run("ssh", "web-1", Id);
        Assert.That(second.ExitCode, Is.Zero, second.Error);
        Assert.That(second.Output, Is.Not.EqualTo(first));
        Assert.That(
            world.Stage.Tokens.Replace(first + second.Output),
            Is.EqualTo("{boot-web-1:1}\n{boot-web-1:2}\n")
        );
        Assert.That(
            await world.State("unit"),
            Is.EqualTo(new[] { "unit app: active, enabled", "unit worker: inactive, disabled" })
        );
    }

    private static Fault Connect(string code) =>
        new(new FaultAction(FaultKind.Error) { Code = code }, FaultMoment.BeforeEffect)
        {
            Operation = "connect",
        };
}
