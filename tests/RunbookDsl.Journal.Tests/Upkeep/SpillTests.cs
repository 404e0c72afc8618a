using System.Text;

namespace RunbookDsl.Journal.Tests.Upkeep;

/// <summary>
/// An outcome that the journal cannot take goes where it is safe, and comes back as it was.
/// </summary>
[Parallelizable(ParallelScope.All)]
public sealed class SpillTests
{
    private static readonly SpilledOutcome Outcome = new(
        Sample.RunId,
        RecordTypes.StepOutcome,
        "backup/dump[db=orders]",
        2,
        new JournalHead(7, "AAAAAAAAAAAAAAAAAAAAAA"),
        Encoding.UTF8.GetBytes("""{"as":"ok","result":{"n":"a\"ü"}}""")
    )
    {
        At = FixedClock.Instant,
        Operator = "alice",
        Journal = "/journal",
    };

    [Test]
    public void Keep_WritesAFileOfOnesOwnThatReadsBackTheSame()
    {
        using var home = new TempHome();
        var places = new SpillPlaces([Path.Combine(home.Path, "deep", "spill")]);

        var file = places.Keep(Outcome, "/proc")!;

        Assert.That(Path.GetDirectoryName(file), Is.EqualTo(places.Folders[0]));
        Assert.That(File.GetUnixFileMode(file), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
        var read = places.Read(file);
        Assert.That(
            Encoding.UTF8.GetString(read.Body.Span),
            Is.EqualTo(Encoding.UTF8.GetString(Outcome.Body.Span))
        );
        Assert.That(read with { Body = Outcome.Body, File = "" }, Is.EqualTo(Outcome));
        Assert.That(places.Find(Sample.RunId).Single().File, Is.EqualTo(file));
        Assert.That(places.Find("another"), Is.Empty);
    }

    [Test]
    public void Keep_GoesToAnotherFileSystemThanTheJournals()
    {
        using var home = new TempHome();
        var memory = Directory.CreateDirectory($"/dev/shm/rb-spill-{Guid.NewGuid():N}").FullName;
        try
        {
            // The journal's own file system is first in the list, and still the last resort.
            var places = new SpillPlaces([home.Path, memory]);
            Assert.That(Path.GetDirectoryName(places.Keep(Outcome, home.Path)), Is.EqualTo(memory));
            Assert.That(Path.GetDirectoryName(places.Keep(Outcome, memory)), Is.EqualTo(home.Path));
            Assert.That(
                Path.GetDirectoryName(new SpillPlaces([home.Path]).Keep(Outcome, home.Path)),
                Is.EqualTo(home.Path)
            );
        }
        finally
        {
            Directory.Delete(memory, recursive: true);
        }
    }

    [Test]
    public void Keep_PassesOverPlacesThatFail()
    {
        using var home = new TempHome();
        var places = new SpillPlaces(["/proc/nowhere", Path.Combine(home.Path, "a")]);
        Assert.That(places.Keep(Outcome, "/sys"), Does.StartWith(home.Path));
        Assert.That(new SpillPlaces(["/proc/nowhere"]).Keep(Outcome, home.Path), Is.Null);
        Assert.That(SpillPlaces.None.Keep(Outcome, home.Path), Is.Null);
    }

    [Test]
    public void Keep_Twice_KeepsBoth()
    {
        using var home = new TempHome();
        var places = new SpillPlaces([home.Path]);
        var first = places.Keep(Outcome, "/proc");
        Assert.That(places.Keep(Outcome, "/proc"), Is.Not.EqualTo(first));
        Assert.That(places.Find(Sample.RunId), Has.Count.EqualTo(2));
    }

    [Test]
    public void Read_OfAnyFlippedBit_IsRefused()
    {
        using var home = new TempHome();
        var places = new SpillPlaces([home.Path]);
        var file = places.Keep(Outcome, "/proc")!;
        var good = File.ReadAllBytes(file);
        for (var at = 0; at < good.Length; at++)
        {
            var bad = (byte[])good.Clone();
            bad[at] ^= 1;
            File.WriteAllBytes(file, bad);
            var error = Assert.Throws<JournalException>(() => places.Read(file), $"byte {at}");
            if (at == 0)
                Assert.That(
                    error!.Message,
                    Is.EqualTo(
                        $"The spill {file} is not what was written: expected one line that agrees with its "
                            + "hash. Settle the step with 'runbook resolve' and --done or --rerun."
                    )
                );
            Assert.That(places.Find(Sample.RunId), Is.Empty);
        }
    }

    [Test]
    public void Read_OfAnotherUsersFile_IsRefused()
    {
        if (Environment.UserName != "root")
            Assert.Ignore("Needs root, to make a file of another user.");
        using var home = new TempHome();
        var places = new SpillPlaces([home.Path]);
        var file = places.Keep(Outcome, "/proc")!;
        using (var chown = DummyProcess.Start(["chown", "65534", file]))
            chown.WaitForExit();

        Assert.That(
            Assert.Throws<JournalException>(() => places.Read(file))!.Message,
            Is.EqualTo(
                $"Will not believe the spill {file}: it belongs to user 65534, you are user 0. Whoever may "
                    + "write it could say anything: settle the step with 'runbook resolve' and --done or "
                    + "--rerun."
            )
        );
    }
}
