using System.Text.Json;

namespace RunbookDsl.Cli.Tests.Specs;

/// <summary><c>runbook test</c> and <c>runbook pending</c>: snapshots that somebody has to look at.</summary>
[CancelAfter(120_000)]
internal sealed class SnapshotSpecs
{
    private readonly Desk _desk = new();

    private string Folder => Path.Combine(_desk.Folder, "snapshots", "shop");

    [SetUp]
    public void Sit()
    {
        _desk.Environment["CI"] = null;
        _desk.Put("shop.csx", RehearseSpecs.Shop);
        _desk.Put("shop.world.csx", RehearseSpecs.World);
    }

    [TearDown]
    public void Leave() => _desk.Dispose();

    [Test]
    public async Task A_snapshot_is_received_accepted_changed_and_left_over()
    {
        var first = await _desk.RunAsync("test");
        Assert.That(first.ExitCode, Is.EqualTo(1), first.ToString());
        Assert.That(Files(), Is.EqualTo(new[] { "clean.received.txt", "matrix.received.txt" }));
        using (var json = JsonDocument.Parse((await _desk.RunAsync("pending", "--json")).Output))
            Assert.That(
                json.RootElement.EnumerateArray()
                    .Select(p => $"{p.GetProperty("scenario")} {p.GetProperty("kind")}"),
                Is.EqualTo(new[] { "clean new", "matrix new" })
            );
        Assert.That((await _desk.RunAsync("pending", "--accept")).ExitCode, Is.Zero);
        Assert.That(Files(), Is.EqualTo(new[] { "clean.verified.txt", "matrix.verified.txt" }));
        var passed = await _desk.RunAsync("test", "--ci");
        Assert.That(passed.ExitCode, Is.Zero, passed.ToString());
        Assert.That(passed.Output, Does.Contain("1 of 1 runbooks passed, "));

        _desk.Put("shop.csx", RehearseSpecs.Shop.Replace("Again", "Once more", StringComparison.Ordinal));
        File.WriteAllText(Path.Combine(Folder, "old.verified.txt"), "");
        _desk.Environment["CI"] = "true";
        var changed = await _desk.RunAsync("test");
        Assert.That(changed.ExitCode, Is.EqualTo(1), changed.ToString());
        Assert.That(
            changed.Output,
            Does.Contain("        NotEqual:\n          - Received: clean.received.txt\n")
                .And.Contain("        Delete:\n          - old.verified.txt\n")
                .And.Contain("Nothing was written, because this is CI.")
        );
        Assert.That(
            Files(),
            Is.EqualTo(new[] { "clean.verified.txt", "matrix.verified.txt", "old.verified.txt" })
        );
    }

    [Test]
    public async Task A_world_that_does_not_compile_fails_the_test_with_its_place()
    {
        _desk.Put("shop.world.csx", "Site(");
        var ended = await _desk.RunAsync("test", "shop.csx");
        Assert.That(ended.ExitCode, Is.EqualTo(1), ended.ToString());
        Assert.That(
            ended.Output,
            Does.StartWith("FAILED  shop.csx\n        shop.world.csx(1,")
                .And.EndsWith("0 of 1 runbooks passed, 0 scenarios\n")
        );
    }

    private IEnumerable<string> Files() =>
        Directory.GetFiles(Folder).Select(f => Path.GetFileName(f)!).Order();
}
