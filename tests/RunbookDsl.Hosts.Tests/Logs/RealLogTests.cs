using System.Globalization;
using RunbookDsl.Hosts.Tests.Ssh;

namespace RunbookDsl.Hosts.Tests.Logs;

/// <summary>Logs read by the real shell, grep and journalctl.</summary>
[CancelAfter(60_000)]
internal sealed class RealLogTests
{
    private const string Remote = "/lib/systemd/systemd-journal-remote";
    private Machine _machine = null!;
    private StepOverSsh _step = null!;
    private string _path = "";

    private static SshHost Web => Hosts.Ssh.Host("web-1").WithoutSudo();

    private HostLog Log => Web.LogFile(_path);

    [SetUp]
    public void SetUp()
    {
        _step = new StepOverSsh(_machine = new Machine());
        _path = Path.Combine(_machine.Folder, "app 'x'.log");
        File.WriteAllText(_path, "start\nERROR 17: disk full\n");
    }

    [TearDown]
    public void TearDown() => _machine.Dispose();

    [Test]
    public async Task File_NothingNew_Passes()
    {
        var mark = await Log.Mark().RunAsync(_step, default);
        Assert.That(mark.Kinds, Is.EqualTo(new[] { "ERROR #: disk full" }));
        await File.AppendAllTextAsync(_path, "fine\nERROR 18: disk full\n");
        var verdict = await Look(mark);
        Assert.That(
            verdict,
            Is.EqualTo(Verdict.Pass($"{_path} on web-1: 1 errors since the mark, none of a new kind"))
        );
    }

    [Test]
    public async Task File_NewKind_Fails()
    {
        var mark = await Log.Mark().RunAsync(_step, default);
        await File.AppendAllTextAsync(_path, "Fatal: \"x\" is gone\nFatal: \"y\" is gone\n");
        Assert.That(
            await Look(mark),
            Is.EqualTo(
                Verdict.Fail($"{_path} on web-1: 2 errors since the mark, 1 new kinds: 2 × Fatal: # is gone")
            )
        );
    }

    [Test]
    public async Task File_Rotated_IsReadThroughBothFiles()
    {
        var mark = await Log.Mark().RunAsync(_step, default);
        await File.AppendAllTextAsync(_path, "error in the old file\n");
        File.Move(_path, _path + ".1");
        await File.WriteAllTextAsync(_path, "error in the new one\n");
        var verdict = await Look(mark);
        Assert.That(
            verdict.Evidence,
            Is.EqualTo(
                $"{_path} on web-1: 2 errors since the mark, 2 new kinds: 1 × error in the new one; "
                    + "1 × error in the old file"
            )
        );
    }

    [Test]
    public async Task File_CutOff_IsNotTakenForOneWithoutErrors()
    {
        var mark = await Log.Mark().RunAsync(_step, default);
        await File.WriteAllTextAsync(_path, "ok\n");
        Assert.That(
            await Look(mark),
            Is.EqualTo(
                Verdict.Fail(
                    $"{_path} on web-1: 0 errors since the mark, but what came after the mark was cut off or is not "
                        + $"there any more: {_path} is another file"
                )
            )
        );
    }

    [Test]
    public async Task File_OverwrittenInPlace_IsNotTakenForTheSame()
    {
        var mark = await Log.Mark().RunAsync(_step, default);
        await File.WriteAllTextAsync(_path, "another file with the same inode, and longer than before\n");
        Assert.That((await Look(mark)).Passed, Is.False);
    }

    [Test]
    public async Task File_NotThereYet_IsReadFromItsBegin()
    {
        File.Delete(_path);
        var mark = await Log.Mark().RunAsync(_step, default);
        Assert.That(mark.Cursor, Is.EqualTo("absent"));
        Assert.That((await Look(mark)).Passed, Is.True);
        await File.WriteAllTextAsync(_path, "panic\n");
        Assert.That((await Look(mark)).Evidence, Does.EndWith("1 new kinds: 1 × panic"));
    }

    [Test]
    public async Task File_PatternThatGrepCannotRead_IsSaid()
    {
        var mark = await Log.Mark().RunAsync(_step, default);
        var error = Assert.ThrowsAsync<OperationFailedException>(() =>
            Log.ErrorsAre("x{99999}").NoNewErrors(mark).RunAsync(_step, default)
        );
        Assert.That(error.Message, Does.Contain("exit code 3").And.Contains("grep does not understand"));
    }

    [Test]
    public async Task Journal_ByCursor_SeesWhatCameSince()
    {
        if (!File.Exists(Remote))
            Assert.Ignore("needs systemd-journal-remote: apt-get install systemd-journal-remote");
        var bin = Directory.CreateDirectory(Path.Combine(_machine.Folder, "bin")).FullName;
        var journal = Directory.CreateDirectory(Path.Combine(_machine.Folder, "journal")).FullName;
        var program = Path.Combine(bin, "journalctl");
        await File.WriteAllTextAsync(
            program,
            $"#!/bin/sh\nexec /usr/bin/journalctl --directory={journal} \"$@\"\n"
        );
        File.SetUnixFileMode(program, (UnixFileMode)0b111_101_101);
        using var machine = new Machine(path: $"{bin}:{Environment.GetEnvironmentVariable("PATH")}");
        var step = new StepOverSsh(machine);
        var web = Web.Journal("shop");
        await Write(machine, journal, new(1, "shop", 3, "timeout after 12 ms"));
        var mark = await web.Mark().RunAsync(step, default);
        Assert.That(mark.Cursor, Does.StartWith("s="));
        await Write(machine, journal, new(2, "shop", 3, "timeout after 13 ms"));
        await Write(machine, journal, new(3, "other", 3, "not ours"));
        await Write(machine, journal, new(4, "shop", 6, "error only in words"));
        Assert.That(
            await web.NoNewErrors(mark).RunAsync(step, default),
            Is.EqualTo(
                Verdict.Pass("journal of shop.service on web-1: 1 errors since the mark, none of a new kind")
            )
        );
        await Write(machine, journal, new(5, "shop", 2, "no table \"orders\""));
        var verdict = await web.Ignoring("^timeout").NoNewErrors(mark).RunAsync(step, default);
        Assert.That(
            verdict,
            Is.EqualTo(
                Verdict.Fail(
                    "journal of shop.service on web-1: 1 errors since the mark, 1 new kinds: 1 × no table #"
                )
            )
        );
        var words = await web.ErrorsAre("error|table").NoNewErrors(mark).RunAsync(step, default);
        Assert.That(words.Evidence, Does.Contain("2 errors since the mark, 2 new kinds"));
        var none = await web.ErrorsAre("nothing like it").NoNewErrors(mark).RunAsync(step, default);
        Assert.That(none.Passed, Is.True);
        var broken = mark with { Cursor = "nonsense" };
        Assert.ThrowsAsync<OperationFailedException>(() => web.NoNewErrors(broken).RunAsync(step, default));
    }

    // One file for each message: journalctl reads them as one journal.
    private static async Task Write(Machine machine, string folder, Entry said)
    {
        var (number, unit, priority, message) = said;
        var time = DateTimeOffset.UtcNow.AddMinutes(number - 10).ToUnixTimeMilliseconds() * 1000;
        var entry = string.Create(
            CultureInfo.InvariantCulture,
            $"""
            __REALTIME_TIMESTAMP={time}
            __MONOTONIC_TIMESTAMP={number * 1000}
            _BOOT_ID=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
            _SYSTEMD_UNIT={unit}.service
            PRIORITY={priority}
            MESSAGE={message}


            """
        );
        var command = new ProcessCommand(Remote, ["-o", $"{folder}/{number}.journal", "-"]) { Input = entry };
        var result = await machine.Runner.RunAsync(command, default);
        Assert.That(result.ExitCode, Is.Zero, result.Error);
    }

    private Task<Verdict> Look(LogMark mark) => Log.NoNewErrors(mark).RunAsync(_step, default);

    private sealed record Entry(int Number, string Unit, int Priority, string Message);
}
