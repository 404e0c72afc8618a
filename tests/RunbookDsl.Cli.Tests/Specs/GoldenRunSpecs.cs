using System.Runtime.Versioning;

namespace RunbookDsl.Cli.Tests.Specs;

/// <summary>Runs that earlier versions began are read, verified and gone on with by this one.</summary>
[CancelAfter(60_000)]
[UnsupportedOSPlatform("windows")]
internal sealed class GoldenRunSpecs
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private static readonly string Corpus = Path.Combine(AppContext.BaseDirectory, "golden");
    private readonly Desk _desk = new();

    [TearDown]
    public void Leave() => _desk.Dispose();

    private static IEnumerable<TestCaseData> Runs()
    {
        foreach (var version in Directory.GetDirectories(Corpus).Order(StringComparer.Ordinal))
        foreach (var line in File.ReadLines(Path.Combine(version, "names")))
        {
            var (name, id) = (line.Split(' ')[0], line.Split(' ')[1]);
            yield return new TestCaseData(version, name, id).SetArgDisplayNames(
                Path.GetFileName(version),
                name
            );
        }
    }

    [Test]
    public void The_corpus_has_a_run_in_every_state() =>
        Assert.That(
            Runs().Select(r => (string)r.Arguments[1]!),
            Is.SupersetOf(new[] { "held", "doubt", "closed", "undone", "torn", "migrated" })
        );

    [TestCaseSource(nameof(Runs))]
    public async Task A_run_of_an_earlier_version_goes_on(string version, string name, string id)
    {
        Take(Path.Combine(version, "home"), _desk.Home);
        var intact = await _desk.RunAsync("verify", id);
        Assert.That(intact.ExitCode, Is.Zero, intact.ToString());
        var shown = await _desk.RunAsync("show", id);
        Assert.That(shown.Output, Does.StartWith($"Run {id} \"Golden\" is "));
        var compared = await _desk.RunAsync("check", Path.Combine(version, "golden.csx"), "--against", id);
        Assert.That(compared.ExitCode, Is.Zero, compared.ToString());
        // The place it was made in is gone: only the archive has the script.
        _desk.Environment["GOLDEN_GATE"] = "open";
        await GoOnAsync(name, id);
    }

    private async Task GoOnAsync(string name, string id)
    {
        var resumed = await _desk.RunAsync("resume", id, "--pinned", "--non-interactive");
        if (name is "closed" or "undone")
        {
            Assert.That(resumed.ExitCode, Is.EqualTo(2), resumed.ToString());
            Assert.That(resumed.Error, Does.StartWith($"runbook: run {id} is closed ("));
            return;
        }
        if (name is "doubt" or "torn")
        {
            Assert.That(resumed.ExitCode, Is.EqualTo(75), resumed.ToString());
            var step = name == "doubt" ? "doubt" : "backup";
            var settled = await _desk.RunAsync(
                "resolve",
                id,
                step,
                "--rerun",
                "--reason",
                "looked",
                "--pinned"
            );
            Assert.That(settled.ExitCode, Is.Zero, settled.ToString());
            resumed = await _desk.RunAsync("resume", id, "--pinned", "--non-interactive");
        }
        Assert.That(resumed.ExitCode, Is.Zero, resumed.ToString());
        var done = await _desk.RunAsync("show", id);
        Assert.That(done.Output, Does.Contain("\" is done\n").And.Contain("Backup { Name = b1, Bytes = 7 }"));
        if (name == "migrated")
            Assert.That(
                done.Output,
                Does.Match(@"\n  migrated:  \S+ \S+ by mia: another name \(").And.Match("\n  done +start")
            );
        Assert.That((await _desk.RunAsync("verify", id)).ExitCode, Is.Zero);
    }

    // What a repository keeps of them has lost the modes that a journal insists on.
    private static void Take(string from, string to)
    {
        Directory.CreateDirectory(to, Private | UnixFileMode.UserExecute);
        foreach (var folder in Directory.GetDirectories(from))
            Take(folder, Path.Combine(to, Path.GetFileName(folder)));
        foreach (var file in Directory.GetFiles(from))
        {
            var copy = Path.Combine(to, Path.GetFileName(file));
            File.Copy(file, copy);
            File.SetUnixFileMode(copy, Private);
        }
    }
}
