using System.Text;
using static RunbookDsl.Testing.WorldVerbs;

namespace RunbookDsl.Testing.NUnit.Tests.Snapshots;

/// <summary>Whoever keeps the snapshots: the same files, the same verdicts, the same bytes.</summary>
[TestFixtureSource(typeof(AllSnapshotWays), nameof(AllSnapshotWays.All))]
[CancelAfter(120_000)]
internal sealed class SnapshotContractTests(SnapshotWay way)
{
    private const string Canary = "canary-5b1f0d77c2";
    private string _outside = "";
    private string _root = "";

    private string Folder => Path.Combine(_root, "snapshots");

    private string Verified => Path.Combine(Folder, "clean.verified.txt");

    private string Received => Path.Combine(Folder, "clean.received.txt");

    private string[] Files =>
        [.. Directory.GetFiles(Folder).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    [SetUp]
    public void MakeFolder()
    {
        _outside = Directory.CreateTempSubdirectory("runbook-kept-").FullName;
        _root = Directory.CreateDirectory(Path.Combine(_outside, "kept")).FullName;
    }

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_outside, recursive: true);

    [Test]
    public async Task The_first_time_is_red_and_leaves_the_text_to_be_looked_at(
        CancellationToken cancellation
    )
    {
        var sample = await Rehearsed.SampleAsync(cancellation);

        var message = await way.CheckAsync(_root, "clean", sample.Clean);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(message, Does.StartWith(Head("New")));
            Assert.That(Files, Is.EqualTo(["clean.received.txt"]));
            Assert.That(File.ReadAllBytes(Received), Is.EqualTo(Bytes(sample.Clean)));
        }
    }

    [Test]
    public async Task What_was_accepted_is_green(CancellationToken cancellation)
    {
        var sample = await Rehearsed.SampleAsync(cancellation);
        await AcceptAsync(sample.Clean);

        var message = await way.CheckAsync(_root, "clean", sample.Clean);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(message, Is.Null);
            Assert.That(Files, Is.EqualTo(["clean.verified.txt"]));
        }
    }

    [Test]
    public async Task Another_run_is_red_and_the_message_has_what_differs(CancellationToken cancellation)
    {
        var sample = await Rehearsed.SampleAsync(cancellation);
        await AcceptAsync(sample.Clean);

        var message = await way.CheckAsync(_root, "clean", sample.Changed);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(message, Does.StartWith(Head("NotEqual")));
            Assert.That(
                message,
                Does.Contain("signal.recv yes by somebody").And.Contain("signal.recv yes by bob")
            );
            Assert.That(Files, Is.EqualTo(["clean.received.txt", "clean.verified.txt"]));
            Assert.That(File.ReadAllBytes(Received), Is.EqualTo(Bytes(sample.Changed)));
            Assert.That(File.ReadAllBytes(Verified), Is.EqualTo(Bytes(sample.Clean)));
        }
    }

    [Test]
    public async Task What_is_right_again_is_green_and_nothing_is_left_over(CancellationToken cancellation)
    {
        var sample = await Rehearsed.SampleAsync(cancellation);
        await AcceptAsync(sample.Clean);
        await way.CheckAsync(_root, "clean", sample.Changed);

        var message = await way.CheckAsync(_root, "clean", sample.Clean);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(message, Is.Null);
            Assert.That(Files, Is.EqualTo(["clean.verified.txt"]));
        }
    }

    [Test]
    public async Task The_table_of_all_scenarios_is_kept(CancellationToken cancellation)
    {
        var sample = await Rehearsed.SampleAsync(cancellation);
        var kept = await File.ReadAllBytesAsync(
            Path.Combine(Sample(), "snapshots/matrix.verified.txt"),
            cancellation
        );

        var message = await way.CheckAsync(_root, "clean", sample.Matrix);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(message, Does.StartWith(Head("New")));
            Assert.That(File.ReadAllBytes(Received), Is.EqualTo(Bytes(sample.Matrix)));
            Assert.That(File.ReadAllBytes(Received), Is.EqualTo(kept));
        }
    }

    [Test]
    public async Task A_plan_is_kept(CancellationToken cancellation)
    {
        var sample = await Rehearsed.SampleAsync(cancellation);

        var message = await way.CheckAsync(_root, "clean", sample.Plan);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(message, Does.StartWith(Head("New")));
            Assert.That(File.ReadAllBytes(Received), Is.EqualTo(Bytes(sample.Plan)));
            Assert.That(
                File.ReadAllText(Received),
                Does.StartWith("Greeting\n  purpose:   greet everybody\n")
            );
        }
    }

    [Test]
    public async Task Paths_ids_and_times_stay_as_the_transcript_has_them(CancellationToken cancellation)
    {
        const string Id = "0c0ffee0-1111-4222-8333-444455556666";
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        string[] said = [$"{home}/.ssh", $"{Path.GetTempPath()}a", Sample(), Id, "2026-01-02T03:04:05Z"];
        var result = await Rehearsed.OfAsync(
            _root,
            $"""
            Runbook("Kept").Purpose("name what a scrubber would take").Owner("platform");
            Step("tell").Run(Local.Exec("true", "{string.Join(
                "\", \"",
                said
            )}").Effects(EffectClass.ReadOnly));
            """,
            () => { },
            cancellation
        );

        await way.CheckAsync(_root, "clean", result);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.IsPassed, string.Join('\n', result.Findings));
            foreach (var text in said)
                Assert.That(File.ReadAllText(Received), Does.Contain(text));
            Assert.That(File.ReadAllBytes(Received), Is.EqualTo(Bytes(result)));
        }
    }

    [Test]
    public async Task A_secret_is_in_no_file_and_in_no_message(CancellationToken cancellation)
    {
        var result = await Rehearsed.OfAsync(
            _root,
            """
            Runbook("Kept").Purpose("tell a secret").Owner("platform");
            var token = Secret("TOKEN");
            Step("tell")
                .Run(async ctx =>
                {
                    ctx.Note("it is " + ctx.Reveal(token));
                    await Task.CompletedTask;
                    throw new InvalidOperationException("refused: " + ctx.Reveal(token));
                })
                .Idempotent()
                .NoUndo("nothing was done");
            """,
            () => Given("TOKEN", Canary),
            cancellation
        );

        var message = await way.CheckAsync(_root, "clean", result);
        var plan = await way.CheckAsync(_root, "plan", result.Plan);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(File.ReadAllText(Received), Does.Contain("refused: "));
            Assert.That(message, Is.Not.Null.And.Not.Contains(Canary));
            Assert.That(plan, Is.Not.Null.And.Not.Contains(Canary));
            foreach (var file in Directory.EnumerateFiles(_outside, "*", SearchOption.AllDirectories))
                Assert.That(File.ReadAllText(file), Does.Not.Contain(Canary), file);
        }
    }

    private static byte[] Bytes(object rehearsed) =>
        new UTF8Encoding(encoderShouldEmitUTF8Identifier: false).GetBytes(RehearsedText.Of(rehearsed));

    private static string Sample() =>
        NearbyPath.Find(Rehearsed.Folder, AppContext.BaseDirectory.TrimEnd('/'));

    private string Head(string kind) =>
        $"Directory: {Folder}\n{kind}:\n  - Received: clean.received.txt\n    Verified: clean.verified.txt\n";

    private async Task AcceptAsync(object rehearsed)
    {
        await way.CheckAsync(_root, "clean", rehearsed);
        File.Move(Received, Verified);
    }
}
