namespace RunbookDsl.Testing.Tests.Snapshots;

[CancelAfter(60_000)]
internal sealed class SnapshotFolderTests
{
    private string _root = "";
    private string _outside = "";

    private string Script => Path.Combine(_root, "move.csx");

    private string Folder => Path.Combine(_root, "snapshots");

    private SnapshotFolder Open(bool isCi = false) => SnapshotFolder.Open(Script, isCi);

    private string[] Files() =>
        Directory.Exists(Folder)
            ? [.. Directory.GetFiles(Folder).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)]
            : [];

    private void Keep(string file, string text)
    {
        Directory.CreateDirectory(Folder);
        File.WriteAllText(Path.Combine(Folder, file), text);
    }

    [SetUp]
    public void SetUp()
    {
        _outside = Directory.CreateTempSubdirectory("runbook-snapshots-").FullName;
        _root = Directory.CreateDirectory(Path.Combine(_outside, "move")).FullName;
    }

    [TearDown]
    public void TearDown() => Directory.Delete(_outside, true);

    [Test]
    public void Compare_NoSnapshot_WritesWhatWasReceived()
    {
        var folder = Open();
        var outcome = folder.Compare("backup: drop after effect", "one\ntwo\n");
        Assert.That(outcome.Kind, Is.EqualTo(SnapshotKind.New));
        Assert.That(Files(), Is.EqualTo(new[] { "backup-drop-after-effect.received.txt" }));
        Assert.That(File.ReadAllBytes(outcome.Received!), Is.EqualTo("one\ntwo\n"u8.ToArray()));
        Assert.That(
            SnapshotReport.Of(folder, [outcome]),
            Is.EqualTo(
                $"""
                Directory: {Folder}
                New:
                  - Received: backup-drop-after-effect.received.txt
                    Verified: backup-drop-after-effect.verified.txt

                Look at the received files, then accept or reject them.

                """
            )
        );
    }

    [TestCase("one\ntwo\n")]
    [TestCase("one\ntwo")]
    [TestCase("one\r\ntwo\r\n")]
    [TestCase("\uFEFFone\ntwo\n\n")]
    public void Compare_OtherLineEnds_IsEqualAndRemovesWhatWasReceived(string kept)
    {
        Keep("clean.verified.txt", kept);
        Keep("clean.received.txt", "old");
        var folder = Open();
        Assert.That(folder.Compare("clean", "one\ntwo\n").IsEqual);
        Assert.That(Files(), Is.EqualTo(new[] { "clean.verified.txt" }));
        Assert.That(SnapshotReport.Of(folder, [folder.Compare("clean", "one\ntwo")]), Is.Empty);
    }

    [Test]
    public void Report_AllKinds_ListsThemAndShowsTheLines()
    {
        Keep("clean.verified.txt", "a\nb\nc\nd\ne\nf\ng\n");
        Keep("same.verified.txt", "same");
        Keep("gone.verified.txt", "gone");
        var folder = Open();
        var outcomes = new List<SnapshotOutcome>
        {
            folder.Compare("clean", "a\nb\nc\nD\ne\nf\ng\nh\n"),
            folder.Compare("new", "new"),
            folder.Compare("same", "same"),
        };
        outcomes.AddRange(folder.Dangling(["clean", "new", "same"]));
        Assert.That(
            SnapshotReport.Of(folder, outcomes),
            Is.EqualTo(
                $"""
                Directory: {Folder}
                New:
                  - Received: new.received.txt
                    Verified: new.verified.txt
                NotEqual:
                  - Received: clean.received.txt
                    Verified: clean.verified.txt
                Delete:
                  - gone.verified.txt
                Equal:
                  - Received: same.received.txt
                    Verified: same.verified.txt

                clean.verified.txt:
                @@ -2 +2 @@
                 b
                 c
                -d
                +D
                 e
                 f
                 g
                +h

                Look at the received files, then accept or reject them.

                """
            )
        );
    }

    [Test]
    public void Ci_WhateverDiffers_WritesNothing()
    {
        Keep("clean.verified.txt", "old");
        Keep("same.verified.txt", "same");
        Keep("same.received.txt", "left over");
        var before = Files();
        var folder = Open(isCi: true);
        var outcomes = new[]
        {
            folder.Compare("clean", "new"),
            folder.Compare("missing", "new"),
            folder.Compare("same", "same"),
        };
        Assert.That(Files(), Is.EqualTo(before));
        Assert.That(outcomes.Select(o => o.Received), Has.All.Null);
        Assert.That(
            SnapshotReport.Of(folder, outcomes),
            Does.EndWith(
                "\nNothing was written, because this is CI. Run the same on your own machine, look at what "
                    + "differs, accept it, and commit the files.\n"
            )
        );
        Assert.That(
            () => folder.Accept(folder.Pending().Single()),
            Throws
                .TypeOf<SnapshotException>()
                .With.Message.EqualTo(
                    "accept changes snapshots, and nothing is written in CI: run it on your own machine and "
                        + "commit the result."
                )
        );
        Assert.That(File.ReadAllText(Path.Combine(Folder, "clean.verified.txt")), Is.EqualTo("old"));
    }

    [Test]
    public void Ci_NoFolder_MakesNone()
    {
        Assert.That(Open(isCi: true).Compare("clean", "text").Kind, Is.EqualTo(SnapshotKind.New));
        Assert.That(Directory.GetFileSystemEntries(_root), Is.Empty);
    }

    [Test]
    public void Pending_AllKinds_CanBeAcceptedOneByOne()
    {
        Keep("changed.verified.txt", "old");
        Keep("gone.verified.txt", "gone");
        var folder = Open();
        folder.Compare("changed", "new");
        folder.Compare("fresh", "fresh");
        string[] scenarios = ["changed", "fresh"];
        Assert.That(
            PendingJson.Of(folder.Pending(scenarios)),
            Is.EqualTo(
                $$"""
                [
                  {
                    "scenario": "changed",
                    "kind": "changed",
                    "path": "{{Folder}}/changed.verified.txt",
                    "received": "{{Folder}}/changed.received.txt"
                  },
                  {
                    "scenario": "fresh",
                    "kind": "new",
                    "path": "{{Folder}}/fresh.verified.txt",
                    "received": "{{Folder}}/fresh.received.txt"
                  },
                  {
                    "scenario": "gone",
                    "kind": "dangling",
                    "path": "{{Folder}}/gone.verified.txt",
                    "received": null
                  }
                ]

                """
            )
        );
        foreach (var pending in folder.Pending(scenarios))
            folder.Accept(pending);
        Assert.That(folder.Pending(scenarios), Is.Empty);
        Assert.That(Files(), Is.EqualTo(new[] { "changed.verified.txt", "fresh.verified.txt" }));
        Assert.That(File.ReadAllText(Path.Combine(Folder, "changed.verified.txt")), Is.EqualTo("new\n"));
    }

    [Test]
    public void Reject_Changed_KeepsTheSnapshot()
    {
        Keep("clean.verified.txt", "old");
        var folder = Open();
        folder.Compare("clean", "new");
        var pending = folder.Pending().Single();
        folder.Reject(pending);
        folder.Reject(pending);
        folder.Accept(pending);
        Assert.That(Files(), Is.EqualTo(new[] { "clean.verified.txt" }));
        Assert.That(File.ReadAllText(Path.Combine(Folder, "clean.verified.txt")), Is.EqualTo("old"));
    }

    [Test]
    public void Compare_AgainInOneProcess_IsAllowed()
    {
        Keep("clean.verified.txt", "right");
        var folder = Open();
        Assert.That(folder.Compare("clean", "wrong").Kind, Is.EqualTo(SnapshotKind.Changed));
        Assert.That(folder.Compare("clean", "right").Kind, Is.EqualTo(SnapshotKind.Equal));
        Assert.That(Files(), Is.EqualTo(new[] { "clean.verified.txt" }));
    }

    [Test]
    public void Compare_TwoScenariosOfOneFile_IsRefused()
    {
        var folder = Open();
        folder.Compare("a: b", "text");
        Assert.That(
            () => folder.Compare("a b", "text"),
            Throws
                .TypeOf<SnapshotException>()
                .With.Message.EqualTo(
                    "the scenarios \"a: b\" and \"a b\" would both be kept in a-b.verified.txt: rename one of them."
                )
        );
    }

    [Test]
    public void Compare_FolderLinksOutside_IsRefused()
    {
        Directory.CreateSymbolicLink(Folder, _outside);
        Assert.That(
            () => Open().Compare("clean", "text"),
            Throws
                .TypeOf<SnapshotException>()
                .With.Message.EqualTo(
                    $"{Folder}/clean.verified.txt is a link that leads out of {_root}, to "
                        + $"{_outside}/clean.verified.txt. Snapshots stay beside their runbook: replace the link by "
                        + "a file or a folder."
                )
        );
        Assert.That(Directory.GetFiles(_outside), Is.Empty);
    }

    [TestCase("../../victim")]
    [TestCase("sub/../../../victim")]
    [TestCase("way/victim")]
    public void Compare_FileLinksOutside_IsRefused(string target)
    {
        var victim = Path.Combine(_outside, "victim");
        File.WriteAllText(victim, "precious");
        Directory.CreateDirectory(Path.Combine(Folder, "sub"));
        Directory.CreateSymbolicLink(Path.Combine(Folder, "way"), _outside);
        File.CreateSymbolicLink(Path.Combine(Folder, "clean.received.txt"), target);
        File.CreateSymbolicLink(Path.Combine(Folder, "other.verified.txt"), target);
        Assert.That(() => Open().Compare("clean", "text"), Throws.TypeOf<SnapshotException>());
        Assert.That(() => Open().Compare("other", "text"), Throws.TypeOf<SnapshotException>());
        Assert.That(File.ReadAllText(victim), Is.EqualTo("precious"));
    }

    [Test]
    public void Compare_RootIsReachedThroughLink_IsAllowed()
    {
        var link = Path.Combine(_outside, "link");
        Directory.CreateSymbolicLink(link, _root);
        var folder = SnapshotFolder.Open(Path.Combine(link, "move.csx"), isCi: false);
        Assert.That(folder.Compare("clean", "text").Received, Is.Not.Null);
    }

    // Nobody may make folders in there, not even root.
    [Test]
    public void Compare_ReadOnlyFolder_SaysWhatToDo()
    {
        var folder = SnapshotFolder.Open("/sys/kernel/kernel.csx", isCi: false);
        var outcome = folder.Compare("clean", "text");
        Assert.That(outcome.Kind, Is.EqualTo(SnapshotKind.New));
        Assert.That(outcome.Received, Is.Null);
        Assert.That(
            outcome.Trouble,
            Does.StartWith("/sys/kernel/snapshots/clean.received.txt cannot be changed: ")
                .And.EndsWith(
                    " Make /sys/kernel/snapshots writable for this user (chmod -R u+w), or run with --ci, which "
                        + "compares and writes nothing."
                )
        );
        Assert.That(SnapshotReport.Of(folder, [outcome]), Does.Contain(outcome.Trouble));
    }

    [Test]
    public void Compare_ManyAtOnce_LeavesWholeFilesOnly()
    {
        var folder = Open();
        var text = string.Join('\n', Enumerable.Repeat("a line of a transcript", 500));
        Parallel.For(0, 200, i => folder.Compare($"s{i % 8}", text));
        Assert.That(Directory.GetFileSystemEntries(Folder), Has.Length.EqualTo(8));
        foreach (var file in Directory.GetFiles(Folder))
            Assert.That(File.ReadAllText(file), Is.EqualTo(text + "\n"));
    }

    [Test]
    public void Open_ScriptOfAnotherName_HasFolderOfItsOwn() =>
        Assert.That(
            SnapshotFolder.Open(Path.Combine(_root, "backup.csx"), isCi: false).Path,
            Is.EqualTo(Path.Combine(Folder, "backup"))
        );
}
