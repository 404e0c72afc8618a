namespace RunbookDsl.Journal.Tests;

[Parallelizable(ParallelScope.All)]
public sealed class HomeTests
{
    [Test]
    public void Create_MakesItsDirectoriesAndFilesForTheOperatorAlone()
    {
        using var home = new TempHome();
        var deep = Path.Combine(home.Path, "state", "runbook");
        var store = new FileJournalStore(deep, new FixedClock(), Sample.Owner);
        using var journal = store.Create(Sample.Run, Sample.Opened);
        journal.WriteBlob("x"u8);
        journal.ArchiveScript("a.csx", "y"u8);
        new SignalBox(journal.Location).Post("go", "{}"u8);

        var paths = Directory.GetFileSystemEntries(deep, "*", SearchOption.AllDirectories);
        Assert.That(paths, Has.Length.EqualTo(13));
        foreach (var path in paths)
        {
            var expected = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            if (Directory.Exists(path))
                expected |= UnixFileMode.UserExecute;
            Assert.That(File.GetUnixFileMode(path), Is.EqualTo(expected), path);
        }
    }

    [Test]
    public void Create_InAHomeOthersCanWriteTo_IsRefused()
    {
        using var home = new TempHome();
        File.SetUnixFileMode(home.Path, (UnixFileMode)0x1F8); // 0770

        var error = Assert.Throws<JournalException>(() => home.Store().Create(Sample.Run, Sample.Opened));
        Assert.That(
            error!.Message,
            Is.EqualTo(
                $"Will not journal into {home.Path}: other users may write there (mode 770). A journal "
                    + $"that another user can "
                    + $"change proves nothing. Run: chmod go-w {home.Path}"
            )
        );
    }

    [Test]
    public void Create_InAHomeOfAnotherUser_IsRefused()
    {
        RequireRoot();
        using var home = new TempHome();
        Run("chown", "65534", home.Path);

        var error = Assert.Throws<JournalException>(() => home.Store().Create(Sample.Run, Sample.Opened));
        Assert.That(
            error!.Message,
            Is.EqualTo(
                $"Will not journal into {home.Path}: it belongs to user 65534, you are user 0. A "
                    + $"journal that another user can "
                    + "change proves nothing. Name a directory of your own with RUNBOOK_HOME, or run as "
                    + "its owner."
            )
        );
    }

    [Test]
    public void Create_TwiceWithOneId_IsRefusedAndHarmsNothing()
    {
        using var home = new TempHome();
        Sample.WriteOpenRun(home.Store());

        var error = Assert.Throws<JournalException>(() => home.Store().Create(Sample.Run, Sample.Opened));
        Assert.That(
            error!.Message,
            Is.EqualTo(
                $"Cannot begin run {Sample.RunId}: {Path.Combine(home.Path, "runs", Sample.RunId)} is "
                    + $"there already. "
                    + $"Resume it with 'runbook resume {Sample.RunId}', or begin again."
            )
        );
        Assert.That(home.Store().Read(Sample.RunId).Records, Has.Count.EqualTo(7));
    }

    [Test]
    public void TinyDisk_OfSixtyFourKiB_IsRefusedBeforeAnythingBegins()
    {
        using var home = new TempHome();
        using var disk = new TinyDisk(home.Path, 64);

        var error = Assert.Throws<JournalException>(() => home.Store().Create(Sample.Run, Sample.Opened));
        Assert.That(
            error!.Message,
            Does.StartWith("Not enough room to run safely: ").And.EndsWith("Free space there and try again.")
        );
        Assert.That(Directory.EnumerateFileSystemEntries(Path.Combine(home.Path, "runs")), Is.Empty);
    }

    [Test]
    public void TinyDisk_ThatFillsUp_SavesTheOutcomeInFlightAndIsResumableWhenFreed()
    {
        using var home = new TempHome();
        using var disk = new TinyDisk(home.Path, 160);
        var committed = 0L;
        using (var journal = home.Store().Create(Sample.Run, Sample.Opened))
        {
            while (!journal.SpaceExhausted)
            {
                journal.Append(
                    Sample.Record(RecordTypes.StepOutcome, "a", 1, $$"""{"o":"{{new string('x', 2500)}}"}""")
                );
                journal.Commit();
                committed = journal.Append(Sample.Verified("a"));
                journal.Commit();
            }
        }
        Assert.That(home.Store().Read(Sample.RunId).Records, Has.Count.EqualTo((int)committed));

        File.WriteAllBytes(Path.Combine(home.Path, "filler"), new byte[40 * 1024]);
        var refused = Assert.Throws<JournalException>(() =>
            home.Store().Resume(Sample.RunId, _ => Sample.Resumed)
        );
        Assert.That(refused!.Message, Does.StartWith("Not enough room to run safely: "));
        File.Delete(Path.Combine(home.Path, "filler"));
        disk.Grow(320);
        using (home.Store().Resume(Sample.RunId, _ => Sample.Resumed)) { }
        Assert.That(home.Store().Read(Sample.RunId).Records, Has.Count.EqualTo((int)committed + 1));
    }

    [Test]
    public void List_WhereTheRunsCannotBeRead_DoesNotSayThereAreNone()
    {
        using var home = new TempHome();
        var runs = Path.Combine(home.Path, "runs");
        // A link to itself fails for root too, as a directory without permission does for everybody else.
        File.CreateSymbolicLink(runs, runs);

        var listed = Assert.Throws<JournalException>(() => home.Store().List().ToList());
        var found = Assert.Throws<JournalException>(() => home.Store().FindRun("latest"));
        Assert.That(found!.Message, Is.EqualTo(listed!.Message));
        Assert.That(
            listed.Message,
            Does.StartWith($"Could not list the runs in {runs}: ")
                .And.EndsWith(
                    "Expected a directory that you may read: look as the operator whose runs they are, "
                        + "or name another one with RUNBOOK_HOME."
                )
        );
    }

    private static void RequireRoot()
    {
        if (Environment.UserName != "root")
            Assert.Ignore("Needs root, to make a file system or a file of another user.");
    }

    private static void Run(params string[] command)
    {
        using var process = DummyProcess.Start(command);
        process.WaitForExit();
        Assert.That(process.ExitCode, Is.Zero, process.StandardError.ReadToEnd());
    }

    /// <summary>A real file system of some KiB.</summary>
    private sealed class TinyDisk : IDisposable
    {
        private readonly string _path;

        internal TinyDisk(string path, int kibibytes)
        {
            RequireRoot();
            _path = path;
            Run("mount", "-t", "tmpfs", "-o", $"size={kibibytes}k,mode=700", "tmpfs", path);
        }

        internal void Grow(int kibibytes) => Run("mount", "-o", $"remount,size={kibibytes}k", _path);

        public void Dispose() => Run("umount", _path);
    }
}
