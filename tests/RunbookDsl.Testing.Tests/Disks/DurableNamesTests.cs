using System.Text;
using RunbookDsl.Journal;

namespace RunbookDsl.Testing.Tests;

/// <summary>
/// A process that died between making a name and making it durable: whoever comes next makes it durable
/// before
/// anything depends on it.
/// </summary>
[Parallelizable(ParallelScope.All)]
public sealed class DurableNamesTests
{
    private const string Home = "/srv/runbook";
    private const int Seeds = 40;

    private static readonly Owner Me = new("mia", "db1", 1, 1, "boot", DateTimeOffset.UnixEpoch);

    [Test]
    public void A_home_made_just_before_a_crash_is_durable_before_a_run_is_in_it(
        [Values("mkdir of /srv/runbook", "mkdir of /srv/runbook/runs")] string last
    ) =>
        ForEachSeed(disk =>
        {
            Assert.Throws<ProcessDiedException>(() => Store(disk, last).Create(Run("a"), Opened));
            Store(disk).Create(Run("b"), Opened).Dispose();
            disk.LosePower(mayTrash: false);
            Assert.That(Store(disk).Read("b").Records, Has.Count.EqualTo(1));
        });

    [Test]
    public void A_run_whose_creator_died_before_its_name_was_durable_stays_once_it_was_resumed() =>
        ForEachSeed(disk =>
        {
            Assert.Throws<ProcessDiedException>(() =>
                Store(disk, "rename of /srv/runbook/runs/a").Create(Run("a"), Opened)
            );
            Store(disk).Resume("a", _ => Record(RecordTypes.RunResumed)).Dispose();
            disk.LosePower(mayTrash: false);
            Assert.That(Store(disk).Read("a").Records, Has.Count.EqualTo(2));
        });

    [Test]
    public void A_ledger_made_just_before_a_crash_is_durable_before_a_line_is_in_it() =>
        ForEachSeed(disk =>
        {
            using (var journal = Store(disk, "open of /srv/runbook/ledger.jsonl").Create(Run("a"), Opened))
                Assert.Throws<ProcessDiedException>(() =>
                    journal.Close(Record(RecordTypes.RunClosed), "done")
                );
            using (var journal = Store(disk).Create(Run("b"), Opened))
                journal.Close(Record(RecordTypes.RunClosed), "done");
            disk.LosePower(mayTrash: false);
            Assert.That(Store(disk).Read("b").Anchored, Is.True);
            Assert.That(Store(disk).VerifyLedger(), Is.EqualTo(1));
        });

    [Test]
    public void A_folder_of_blobs_made_just_before_a_crash_is_durable_before_a_blob_is_named() =>
        ForEachSeed(disk =>
        {
            using (var journal = Store(disk, "mkdir of /srv/runbook/runs/a/blobs").Create(Run("a"), Opened))
                Assert.Throws<ProcessDiedException>(() => journal.WriteBlob("large"u8));
            string name;
            using (var journal = Store(disk).Resume("a", _ => Record(RecordTypes.RunResumed)))
                name = journal.WriteBlob("large"u8);
            disk.LosePower(mayTrash: false);
            using var later = Store(disk).Resume("a", _ => Record(RecordTypes.RunResumed));
            Assert.That(Encoding.UTF8.GetString(later.ReadBlob(name)), Is.EqualTo("large"));
        });

    [Test]
    public void A_run_that_is_withdrawn_because_its_beginning_cannot_be_told_is_gone_as_a_whole() =>
        ForEachSeed(disk =>
        {
            var full = new SimulatedProcess(
                disk,
                call =>
                    call.Name == "pwrite"
                    && call.Path.StartsWith("/srv/runbook/open/", StringComparison.Ordinal)
                        ? DiskFault.Fails(28)
                        : null
            );
            var store = new FileJournalStore(Home, TimeProvider.System, Me, Disk.Of(full));
            Assert.Throws(Is.InstanceOf<JournalException>(), () => store.Create(Run("a"), Opened));
            disk.LosePower(mayTrash: false);
            Assert.That(Store(disk).List(), Is.Empty);
        });

    private static void ForEachSeed(Action<SimulatedDisk> test)
    {
        for (var seed = 1; seed <= Seeds; seed++)
        {
            var disk = new SimulatedDisk(FileSystemKind.Ext4Ordered, new Random(seed));
            disk.MakeDurable("/srv");
            try
            {
                test(disk);
            }
            catch (Exception e) when (e is JournalException)
            {
                Assert.Fail($"seed {seed}: {e.Message}");
            }
        }
    }

    // The process dies after the call; none is all calls.
    private static FileJournalStore Store(SimulatedDisk disk, string? last = null) =>
        new(
            Home,
            TimeProvider.System,
            Me,
            Disk.Of(
                new SimulatedProcess(
                    disk,
                    call => $"{call.Name} of {call.Path}" == last ? DiskFault.DiesAfter : null
                )
            )
        );

    private static RunIdentity Run(string id) => new(id, "Move");

    private static JournalRecord Opened => Record(RecordTypes.RunOpened);

    private static JournalRecord Record(string type) => new() { Type = type };
}
