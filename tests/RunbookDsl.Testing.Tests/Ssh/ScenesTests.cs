using System.Diagnostics;

namespace RunbookDsl.Testing.Tests.Ssh;

/// <summary>Several rehearsals of one world at the same time.</summary>
[CancelAfter(120_000)]
internal sealed class ScenesTests
{
    [Test]
    public async Task Scenes_AtTheSameTime_AreKeptApart()
    {
        var spec = SshWorld.Spec(host => host.File("/etc/app.conf", "old\n"));
        await using var host = await WorldHost.StartAsync(spec, new(Machine.Environment()), default);
        var first = SshWorld.Of(await host.OpenAsync(new(), default));
        var second = SshWorld.Of(await host.OpenAsync(new(), default));
        await first.Run("ssh", "web-1", "sudo sh -c 'echo first > /etc/app.conf'");
        Assert.That((await second.Run("ssh", "web-1", "cat /etc/app.conf")).Output, Is.EqualTo("old\n"));
        Assert.That((await first.Run("ssh", "web-1", "cat /etc/app.conf")).Output, Is.EqualTo("first\n"));
        Assert.That(second.Events, Has.Count.EqualTo(2));
        await first.DisposeAsync();
        Assert.That((await second.Run("ssh", "web-1", "hostname")).ExitCode, Is.Zero);
        await second.DisposeAsync();
    }

    [Test]
    public async Task Scenes_FiftyAtOnce_LeaveNothing()
    {
        var spec = SshWorld.Spec(host => host.Unit("app"));
        var host = await WorldHost.StartAsync(spec, new(Machine.Environment()), default);
        var open = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => host.OpenAsync(new(), default)));
        var worlds = open.Select(SshWorld.Of).ToArray();
        var folders = worlds.Select(w => w.Folder).ToArray();
        await Task.WhenAll(
            worlds
                .Take(10)
                .Select(w => w.Run("ssh", "web-1", "sudo systemctl stop app && systemctl is-active app"))
        );
        for (var i = 0; i < worlds.Length; i++)
            Assert.That(
                (await worlds[i].State("unit")).Single(),
                Does.Contain(i < 10 ? "inactive" : " active")
            );
        foreach (var world in worlds)
            await world.DisposeAsync();
        await host.DisposeAsync();
        Assert.That(folders.Where(Directory.Exists), Is.Empty);
        Assert.That(Relays(), Is.Empty);
    }

    private static string[] Relays() =>
        [
            .. Process
                .GetProcessesByName("sshd")
                .Where(p => ReadCommand(p.Id).Contains("runbook-world-", StringComparison.Ordinal))
                .Select(p => ReadCommand(p.Id)),
        ];

    private static string ReadCommand(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/cmdline").Replace('\0', ' ');
        }
        catch (IOException)
        {
            return "";
        }
    }
}
