using System.Text;
using Kernel = RunbookDsl.Journal.Libc;

namespace RunbookDsl.Testing.Tests;

/// <summary>The simulated disk forgets what it may forget, and nothing else.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class SimulatedDiskTests
{
    private const int Seeds = 200;
    private const int InputOutput = 5;

    [Test]
    public void What_is_synced_with_its_name_survives_every_loss_of_power() =>
        Assert.That(
            After(process =>
            {
                var file = Written(process, "/d/a", "synced");
                process.SyncData(file);
                Sync(process, "/d");
            }),
            Is.EqualTo(new[] { "synced" })
        );

    [Test]
    public void What_is_not_synced_survives_wholly_in_part_or_not_at_all()
    {
        var seen = After(process =>
        {
            var file = Written(process, "/d/a", new string('x', 1024));
            Sync(process, "/d");
            process.Write(file, "y"u8, 1024);
        });
        Assert.That(seen, Has.Member(""), "all of it gone");
        Assert.That(seen, Has.Member(new string('x', 1024) + "y"), "all of it there");
        Assert.That(seen, Has.Some.Contains('\0'), "a sector that never arrived");
        Assert.That(seen, Has.Some.Matches<string>(s => s.Length == 512), "the length of what arrived");
    }

    [Test]
    public void A_name_that_is_not_synced_may_be_gone_with_what_is_synced_under_it() =>
        Assert.That(
            After(process => process.SyncData(Written(process, "/d/a", "synced"))),
            Is.EquivalentTo(new[] { "synced", "(gone)" })
        );

    [Test]
    public void A_rename_that_is_not_synced_leaves_the_old_or_the_new_never_neither() =>
        Assert.That(
            After(process =>
            {
                process.SyncData(Written(process, "/d/a", "old"));
                process.SyncData(Written(process, "/d/b", "new"));
                Sync(process, "/d");
                process.Rename("/d/b", "/d/a");
            }),
            Is.EquivalentTo(new[] { "old", "new" })
        );

    [TestCase(FileSystemKindName.Ext4Ordered, "new", -InputOutput, 0)]
    [TestCase(FileSystemKindName.Ext4Journal, "new", 0, -InputOutput)]
    [TestCase(FileSystemKindName.Xfs, "new", -InputOutput, 0)]
    [TestCase(FileSystemKindName.Btrfs, "", -InputOutput, 0)]
    public void A_failed_sync_is_told_once_and_the_cache_shows_what_the_disk_has_not(
        FileSystemKindName kind,
        string cached,
        int first,
        int second
    )
    {
        var lost = 0;
        for (var seed = 1; seed <= Seeds; seed++)
        {
            var disk = NewDisk(seed, (FileSystemKind)kind);
            var isFirst = true;
            var process = new SimulatedProcess(
                disk,
                call =>
                {
                    var fails = call.Name == "fdatasync" && isFirst;
                    isFirst &= call.Name != "fdatasync";
                    return fails ? DiskFault.Fails(InputOutput) : null;
                }
            );
            var file = Written(process, "/d/a", "new");
            Sync(process, "/d");
            Assert.That(process.SyncData(file), Is.EqualTo(first));
            Assert.That(Content(disk), Is.EqualTo(cached));
            Assert.That(process.SyncData(file), Is.EqualTo(second));
            process.Die("the end");
            disk.LosePower(mayTrash: false);
            lost += Content(disk) == "new" ? 0 : 1;
        }
        Assert.That(lost, Is.GreaterThan(Seeds / 4), "a later sync that says 'success' has saved it");
    }

    [Test]
    public void A_lock_is_given_back_when_its_process_dies()
    {
        var disk = NewDisk(1, FileSystemKind.Xfs);
        var (first, second) = (new SimulatedProcess(disk, _ => null), new SimulatedProcess(disk, _ => null));
        Assert.That(first.Lock(Written(first, "/d/a", ""), Kernel.LockExclusive), Is.Zero);
        var other = second.Open("/d/a", Kernel.ReadWrite);
        Assert.That(second.Lock(other, Kernel.LockExclusive), Is.EqualTo(-Kernel.WouldBlock));
        first.Die("the end");
        Assert.That(second.Lock(other, Kernel.LockExclusive), Is.Zero);
        Assert.Throws<ProcessDiedException>(() => first.Unlink("/d/a"));
    }

    /// <summary>Every content that /d/a had after the power went, over all seeds.</summary>
    private static IReadOnlyCollection<string> After(Action<SimulatedProcess> work)
    {
        var seen = new HashSet<string>();
        for (var seed = 1; seed <= Seeds; seed++)
        {
            var disk = NewDisk(seed, FileSystemKind.Ext4Ordered);
            work(new SimulatedProcess(disk, _ => null));
            disk.LosePower(mayTrash: false);
            seen.Add(Content(disk));
        }
        return seen;
    }

    private static SimulatedDisk NewDisk(int seed, FileSystemKind kind)
    {
        var disk = new SimulatedDisk(kind, new Random(seed));
        disk.MakeDurable("/d");
        return disk;
    }

    private static int Written(SimulatedProcess process, string path, string content)
    {
        var file = process.Open(path, Kernel.ReadWrite | Kernel.Create);
        process.Write(file, Encoding.UTF8.GetBytes(content), 0);
        return file;
    }

    private static void Sync(SimulatedProcess process, string folder) =>
        process.Sync(process.Open(folder, Kernel.DirectoryOnly));

    private static string Content(SimulatedDisk disk) =>
        disk.Find("/d/a") is SimulatedFile file ? Encoding.UTF8.GetString(file.Bytes) : "(gone)";
}
