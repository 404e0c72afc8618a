using RunbookDsl.Hosts.Tests.Ssh;

namespace RunbookDsl.Hosts.Tests.Queues;

/// <summary>A unit whose file was written by hand, by a stand-in for systemctl: no systemd here.</summary>
[CancelAfter(120_000)]
internal sealed class HandWrittenUnitTests
{
    [TestCase("/etc/systemd/system/sidekiq.service", "disabled", ProbeState.Done)]
    [TestCase("/etc/systemd/system/sidekiq.service", "enabled", ProbeState.NotDone)]
    [TestCase("/etc/systemd/system/sidekiq.service", "static", ProbeState.Done)]
    [TestCase("/lib/systemd/system/sidekiq.service", "disabled", ProbeState.NotDone)]
    [TestCase("/dev/null", "masked", ProbeState.Done)]
    [TestCase("/etc/systemd/system/sidekiq.service", "masked", ProbeState.Done)]
    public async Task Quiesce_OfAStoppedUnit_HoldsItAsFarAsItCanBe(
        string file,
        string enabled,
        ProbeState expected
    )
    {
        var bin = Directory.CreateTempSubdirectory("runbook-bin-").FullName;
        using var machine = new Machine(path: $"{bin}:{Environment.GetEnvironmentVariable("PATH")}");
        var program = Path.Combine(bin, "systemctl");
        await File.WriteAllTextAsync(
            program,
            "#!/bin/sh\n"
                + "printf 'LoadState=loaded\\nActiveState=inactive\\nSubState=dead\\n'\n"
                + $"printf 'UnitFileState={enabled}\\nInvocationID=\\nNRestarts=0\\nFragmentPath={file}\\n'\n"
        );
        File.SetUnixFileMode(
            program,
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        );
        var quiesce = Hosts
            .Ssh.Host("web-1")
            .Workers("sidekiq")
            .RunningBy("busy-jobs")
            .Quiesce(TimeSpan.FromMinutes(1));
        var probe = await quiesce.ProbeAsync(new StepOverSsh(machine), default);
        Assert.That(probe.State, Is.EqualTo(expected), probe.Evidence);
        Directory.Delete(bin, true);
    }
}
