using RunbookDsl.Hosts.Tests.Ssh;

namespace RunbookDsl.Hosts.Tests.Sync;

/// <summary>The real rsync between two folders; only the connection between them is a script.</summary>
[CancelAfter(60_000)]
internal sealed class RealSyncTests
{
    private Machine _machine = null!;
    private StepOverSsh _step = null!;
    private string _old = "";
    private string _new = "";

    private SyncFilesOperation Copy => Hosts.Ssh.Host("web-1").WithoutSudo().SyncFiles(_new, "root@web-old");

    [SetUp]
    public void SetUp()
    {
        if (!File.Exists("/usr/bin/rsync"))
            Assert.Ignore("needs rsync: apt-get install rsync");
        var folder = Directory.CreateTempSubdirectory("runbook-sync-").FullName;
        (_old, _new) = (Path.Combine(folder, "old"), Path.Combine(folder, "new"));
        var bin = Path.Combine(folder, "bin");
        foreach (var made in new[] { _old, _new, bin })
            Directory.CreateDirectory(made);
        var program = Path.Combine(bin, "ssh");
        File.WriteAllText(
            program,
            $"""
            #!/bin/sh
            printf '%s\n' "$*" >>'{folder}/asked'
            while [ "$1" = -o ] || [ "$1" = -l ]; do shift 2; done
            shift
            exec sh -c "$(printf '%s' "$*" | sed 's#{_new}/#{_old}/#')"

            """
        );
        File.SetUnixFileMode(program, (UnixFileMode)0b111_101_101);
        _machine = new Machine(path: $"{bin}:{Environment.GetEnvironmentVariable("PATH")}");
        _step = new StepOverSsh(_machine);
    }

    [TearDown]
    public void TearDown()
    {
        _machine?.Dispose();
        if (_new.Length > 0)
            Directory.Delete(Path.GetDirectoryName(_new)!, recursive: true);
    }

    [Test]
    public async Task It_brings_over_what_differs_deletes_the_rest_and_has_nothing_to_do_then()
    {
        Put(_old, "1.jpg", "a bicycle");
        Put(_old, "deep/2 'x'.jpg", "a lamp");
        Put(_new, "0.jpg", "from a trial");
        // Same length and time: only a checksum tells.
        Put(_new, "1.jpg", "a tricycl");
        File.SetLastWriteTimeUtc(
            Path.Combine(_new, "1.jpg"),
            File.GetLastWriteTimeUtc(Path.Combine(_old, "1.jpg"))
        );

        var before = await Copy.ProbeAsync(_step, default);
        Assert.That(before.State, Is.EqualTo(ProbeState.NotDone));
        Assert.That(before.Evidence, Does.Match($"^[0-9]+ differ in {_new} on web-1, the first: "));
        Assert.That(File.ReadAllText(Path.Combine(_new, "1.jpg")), Is.EqualTo("a tricycl"), "it only looked");

        var result = await Copy.RunAsync(_step, default);
        Assert.That(result.Folder, Is.EqualTo(_new));
        Assert.That(result.Changed, Is.GreaterThanOrEqualTo(4));
        Assert.That(Files(_new), Is.EqualTo(new[] { "1.jpg: a bicycle", "deep/2 'x'.jpg: a lamp" }));
        Assert.That(
            await Copy.VerifyAsync(_step, result, default),
            Is.EqualTo(Verdict.Pass($"{_new} on web-1 holds what root@web-old has, by checksum"))
        );

        var again = await Copy.ProbeAsync(_step, default);
        Assert.That(again.State, Is.EqualTo(ProbeState.Done), again.Evidence);
        // The folder's own time would be the first difference, if a second has gone by.
        var time = Directory.GetLastWriteTimeUtc(_old);
        Put(_old, "late.jpg", "written meanwhile");
        Directory.SetLastWriteTimeUtc(_old, time);
        Assert.That(
            await Copy.VerifyAsync(_step, result, default),
            Has.Property("Passed").False.And.Property("Evidence").Contains("late.jpg")
        );
        Assert.That(
            File.ReadAllLines(Path.Combine(Path.GetDirectoryName(_new)!, "asked")),
            Has.All.StartWith("-o BatchMode=yes -o StrictHostKeyChecking=yes -l root web-old rsync --server")
        );
    }

    [Test]
    public void A_folder_that_is_not_there_is_told_by_rsyncs_own_words()
    {
        Directory.Delete(_old);
        var error = Assert.ThrowsAsync<OperationFailedException>(() => Copy.ProbeAsync(_step, default));
        Assert.That(
            error.Message,
            Does.Contain($"compare {_new} with root@web-old").Or.Contain("exit code 23")
        );
        Assert.That(error.Message, Does.Contain("No such file or directory"));
    }

    private static void Put(string folder, string name, string text)
    {
        var path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private static string[] Files(string folder) =>
        [
            .. Directory
                .GetFiles(folder, "*", SearchOption.AllDirectories)
                .Select(f => $"{Path.GetRelativePath(folder, f)}: {File.ReadAllText(f)}")
                .Order(StringComparer.Ordinal),
        ];
}
