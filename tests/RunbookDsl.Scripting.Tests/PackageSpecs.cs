using System.Text;
using RunbookDsl.Scripting.Compiler;
using RunbookDsl.Scripting.Packages;

namespace RunbookDsl.Scripting.Tests;

[CancelAfter(60_000)]
[Platform("Linux")]
internal sealed class PackageSpecs
{
    private const string Script = """
        #load "lib/more.csx"
        using System.Runtime.InteropServices;
        [DllImport("probe", EntryPoint = "SystemNative_GetPid")] static extern int Probe();
        Step(Lib.Say());
        Step(Probe() == Environment.ProcessId ? "native" : "wrong");
        """;

    [Test]
    public async Task Restored_packages_are_locked_and_used_without_any_source()
    {
        using var folder = new ScriptFolder();
        var feed = FeedOf(folder);
        folder.Write("a.csx", Script);
        folder.Write("lib/more.csx", "#r \"nuget: Word.Package, 1.2.0\"");
        var processes = new RealProcesses();
        var packages = await Restorer(folder, processes).RestoreAsync("a.csx", CancellationToken.None);
        Assert.That(
            packages.Select(p => (p.Name, p.Compile.Count, p.Runtime.Count, p.Targets.Count)),
            Is.EqualTo(new[] { ("Native.Package/2.0.0", 0, 0, 2), ("Word.Package/1.2.0", 1, 1, 0) })
        );

        Directory.Delete(folder.PathOf("feed"), recursive: true);
        // A signed package has another hash beside it than NuGet records: only the recorded one counts.
        var beside = folder.PathOf(".runbook/packages/word.package/1.2.0/word.package.1.2.0.nupkg.sha512");
        File.WriteAllText(beside, "with signature");
        feed.UseSource("http://127.0.0.1:9/v3/index.json");
        Assert.That(await HostProcess.RunAsync(folder, "a.csx"), Does.Match("^say .*\nnative .*\nmiss\n$"));
        Assert.That(await HostProcess.RunAsync(folder, "a.csx"), Does.Match("^say .*\nnative .*\nhit\n$"));

        // Once more, with everything there: the same lock file, byte for byte, and no source is asked.
        var before = File.ReadAllBytes(folder.PathOf("runbook.lock.json"));
        await Restorer(folder, processes).RestoreAsync("a.csx", CancellationToken.None);
        Assert.That(File.ReadAllBytes(folder.PathOf("runbook.lock.json")), Is.EqualTo(before));
        Assert.That(processes.Started, Is.EqualTo(2));

        AssertTampered(folder);
    }

    [Test]
    public async Task Each_script_has_its_part_of_the_lock_file()
    {
        using var folder = new ScriptFolder();
        FeedOf(folder);
        folder.Write("a.csx", "#r \"nuget: Word.Package, 1.2.0\"\nStep(Lib.Say());");
        folder.Write("b.csx", "#r \"nuget: Word.Package, 1.3.0\"\nStep(Lib.Say());");
        folder.Write("none.csx", "Step(\"one\");");
        var processes = new RealProcesses();
        foreach (var script in new[] { "a.csx", "b.csx", "none.csx" })
        {
            await Restorer(folder, processes).RestoreAsync(script, CancellationToken.None);
        }

        Assert.That((folder.Run("a.csx"), folder.Run("b.csx")), Is.EqualTo(("say; miss", "newer; miss")));
        Assert.That(processes.Started, Is.EqualTo(2));

        folder.Write("a.csx", "Step(\"without\");");
        await Restorer(folder, processes).RestoreAsync("a.csx", CancellationToken.None);
        var locked = PackageLockFormat.Read(File.ReadAllBytes(folder.PathOf("runbook.lock.json")), out _)!;
        Assert.That(locked.Scripts.Keys, Is.EqualTo(new[] { "b.csx" }));
        Assert.That(
            locked.Packages.Keys,
            Is.EquivalentTo(new[] { "Native.Package/2.0.0", "Word.Package/1.3.0" })
        );
    }

    [Test]
    public void A_package_that_no_source_has_is_one_message_and_no_lock_file()
    {
        using var folder = new ScriptFolder();
        FeedOf(folder);
        folder.Write("a.csx", "#r \"nuget: Word.Package, 9.9.9\"");
        var e = Assert.ThrowsAsync<PackageRestoreException>(() =>
            Restorer(folder, new RealProcesses()).RestoreAsync("a.csx", CancellationToken.None)
        );
        Assert.That(
            e!.Message.Replace(folder.Root, "~", StringComparison.Ordinal),
            Is.EqualTo(
                """
                ~/a.csx: packages could not be restored (Word.Package 9.9.9). `dotnet restore` said:
                  error NU1102: Unable to find package Word.Package with version (= 9.9.9)
                  error NU1102:   - Found 2 version(s) in feed [ Nearest version: 1.3.0 ]
                Correct the #r line, or the sources in nuget.config, and run `runbook restore` again.
                """
            )
        );
        Assert.That(File.Exists(folder.PathOf("runbook.lock.json")), Is.False);
    }

    [TestCase("{", "the lock file cannot be read: ")]
    [TestCase(
        "{\"version\": 2}",
        "the lock file has version 2; this tool reads version 1; run `runbook restore a.csx` to write it anew"
    )]
    [TestCase(
        "{\"version\": 1, \"packages\": {}, \"scripts\": {\"a.csx\": {\"requested\": [], \"packages\": [\"X/1\"]}}}",
        "the lock file names package X/1 but does not describe it; run"
    )]
    [TestCase(
        "{\"version\": 1, \"scripts\": {}, \"packages\": {\"X/1\": {\"sha512\": \"\", \"compile\": [\"../../x.dll\"], \"runtime\": [], \"targets\": []}}}",
        "the lock file cannot be read: '../../x.dll' leaves the package's folder; run"
    )]
    public void A_lock_file_that_makes_no_sense_is_refused(string text, string expected)
    {
        using var folder = new ScriptFolder();
        folder.Write("a.csx", "#r \"nuget: Word.Package, 1.2.0\"");
        folder.Write("runbook.lock.json", text);
        Assert.That(
            folder.Refusal("a.csx"),
            Does.StartWith($"~/runbook.lock.json: error RB0012: {expected}")
        );
    }

    [TestCase("linux-x64", "linux-x64")]
    [TestCase("linux-musl-x64", "linux-musl-x64")]
    [TestCase("linux-arm64", "unix")]
    [TestCase("osx-arm64", "unix")]
    [TestCase("win-x64", "win")]
    [TestCase("freebsd-x64", "unix")]
    public void The_nearest_platform_is_chosen(string rid, string expected)
    {
        string[] offered = ["win", "unix", "linux-x64", "linux-musl-x64", "osx-x64"];
        var targets = offered
            .Select(r => new LockedTarget($"runtimes/{r}/native/x", r, Native: true))
            .ToList();
        var best = RuntimeTargets.Best(targets, RuntimeTargets.Fitting(rid));
        Assert.That(best.Select(t => t.Rid), Is.EqualTo(new[] { expected }));
    }

    private static void AssertTampered(ScriptFolder folder)
    {
        var package = folder.PathOf(".runbook/packages/word.package/1.2.0");
        File.WriteAllText(Path.Combine(package, ".nupkg.metadata"), "{\"contentHash\": \"other\"}");
        Directory.Delete(folder.Cache, recursive: true);
        Assert.That(
            folder.Refusal("a.csx"),
            Is.EqualTo(
                "~/lib/more.csx(1,4): error RB0011: package 'Word.Package 1.2.0' in ~/.runbook/packages/word.package/1.2.0 "
                    + "is not the package that runbook.lock.json names (sha512 differs); run `runbook restore a.csx`"
            )
        );
        Directory.Delete(package, recursive: true);
        Assert.That(
            folder.Refusal("a.csx"),
            Is.EqualTo(
                "~/lib/more.csx(1,4): error RB0011: package 'Word.Package 1.2.0' is not in "
                    + "~/.runbook/packages/word.package/1.2.0; run `runbook restore a.csx`"
            )
        );
    }

    private static PackageRestorer Restorer(ScriptFolder folder, IProcessRunner processes) =>
        new(folder.Options, static () => new RoslynScriptCompiler(), processes);

    private static PackageFeed FeedOf(ScriptFolder folder)
    {
        var feed = new PackageFeed(folder);
        var framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var native = File.ReadAllBytes(Path.Combine(framework, "libSystem.Native.so"));
        var other = Encoding.UTF8.GetBytes("not for this machine");
        feed.Add(
            "Native.Package",
            "2.0.0",
            dependency: null,
            ("runtimes/linux-x64/native/libprobe.so", native),
            ("runtimes/win-x64/native/probe.dll", other)
        );
        foreach (var (version, word) in new[] { ("1.2.0", "say"), ("1.3.0", "newer") })
        {
            var library = File.ReadAllBytes(folder.WriteLibrary($"{version}/Word.dll", word));
            feed.Add("Word.Package", version, "Native.Package/2.0.0", ("lib/net8.0/Word.dll", library));
        }

        return feed;
    }
}
