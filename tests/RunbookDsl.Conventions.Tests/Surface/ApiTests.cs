namespace RunbookDsl.Conventions.Tests.Surface;

/// <summary>A change of the public API is a decision: it shows in the review as a changed file.</summary>
internal sealed class ApiTests
{
    private const string Promised = """
        public sealed class Promised : object
        {
            public const int Most = 3;
            public string? Name { get; init; }
            public Promised With(string name, int times = 2) => this;
            internal void Hidden() { }
        }
        internal class Unseen;
        """;

    private string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("runbook-api-").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void Public_api_is_the_reviewed_one()
    {
        var snapshots = ApiSnapshots.Reviewed;
        Look.At(BuiltAssembly.All, a => snapshots.Compare(a.Name, PublicApi.Of(a).Print()));
    }

    [Test]
    public void Every_reviewed_file_has_its_assembly()
    {
        var assemblies = BuiltAssembly.All.Select(a => a.Name).ToList();
        Look.At([ApiSnapshots.Reviewed], s => s.Orphans(assemblies));
    }

    [Test]
    public void Print_ShowsWhatIsPublic() =>
        Assert.That(
            PublicApi.Of(Promised).Print(),
            Is.EqualTo(
                """
                public sealed class Promised
                    public Promised With(string name, int times = 2)
                    public Promised()
                    public const int Most = 3
                    public string? Name { get; init; }

                """
            )
        );

    [Test]
    public void Print_OfRecordsExtensionsAndEnums_LeavesOutTheCompilersOwn() =>
        Assert.That(
            PublicApi
                .Of(
                    """
                    public sealed record Data(int A);
                    public enum Kind { One, Two }
                    public static class Numbers { extension(int n) { public int Twice => n * 2; } }
                    """
                )
                .Print(),
            Is.EqualTo(
                """
                public sealed record Data : System.IEquatable<Data>
                    public Data(int A)
                    public int A { get; init; }

                public enum Kind
                    One = 0
                    Two = 1

                public static class Numbers
                    public static int get_Twice(int n)

                """
            )
        );

    [Test]
    public void ChangedApi_IsCaught_AndReceivedIsWritten()
    {
        File.WriteAllText(
            Path.Combine(_folder, "A.verified.txt"),
            "public class A\n    public A()\n    public int Old\n"
        );
        var found = new ApiSnapshots(_folder, false, false).Compare(
            "A",
            "public class A\n    public A()\n    public int New\n"
        );
        using (Assert.EnterMultipleScope())
        {
            Look.Caught(
                found,
                "A: the public API changed; review it, then run with RUNBOOK_ACCEPT=1:\n"
                    + "  - public class A { public int Old }\n"
                    + "  + public class A { public int New }"
            );
            Look.Caught(Files(), "A.received.txt", "A.verified.txt");
        }
    }

    [Test]
    public void MissingSnapshot_InContinuousIntegration_IsCaughtAndNothingIsWritten()
    {
        var ci = new ApiSnapshots(_folder, accept: true, readOnly: true);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(ci.Compare("A", "public class A\n").ToList(), Has.Count.EqualTo(1));
            Assert.That(Files(), Is.Empty);
        }
    }

    [Test]
    public void Accepting_WritesTheReviewedFile_AndCleansUp()
    {
        File.WriteAllText(Path.Combine(_folder, "A.received.txt"), "old");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(new ApiSnapshots(_folder, true, false).Compare("A", "public class A\n"), Is.Empty);
            Look.Caught(Files(), "A.verified.txt");
            Assert.That(new ApiSnapshots(_folder, false, true).Compare("A", "public class A\n"), Is.Empty);
        }
    }

    [Test]
    public void OrphanedSnapshot_IsCaught()
    {
        File.WriteAllText(Path.Combine(_folder, "Gone.verified.txt"), "");
        File.WriteAllText(Path.Combine(_folder, "Here.verified.txt"), "");
        Look.Caught(
            new ApiSnapshots(_folder, false, false).Orphans(["Here"]),
            "Gone.verified.txt: there is no such assembly in src/; delete the file"
        );
    }

    private IEnumerable<string> Files() =>
        Directory.EnumerateFiles(_folder).Select(f => Path.GetFileName(f)).Order();
}
