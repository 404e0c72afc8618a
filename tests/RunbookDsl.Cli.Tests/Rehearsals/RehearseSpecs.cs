using System.Text.Json;

namespace RunbookDsl.Cli.Tests.Specs;

/// <summary>Rehearsals from the command line.</summary>
[CancelAfter(120_000)]
internal sealed class RehearseSpecs
{
    internal const string Shop = """
        Runbook("Look at the shop").Purpose("tests").Owner("platform");
        Step("Look").Run(Http.Get("http://shop.example/").Contains("hello"));
        GoNoGo("Is it up?");
        Step("Again").Run(Http.Get("http://shop.example/").Contains("hello"));
        """;
    internal const string World = """
        Site("shop.example").On("203.0.113.7").Page("/", 200, "hello");
        Answers("Is it up?", yes: true, by: "bob");
        StartsAt("2026-12-05 06:00Z");
        """;
    private readonly Desk _desk = new();

    [SetUp]
    public void Sit()
    {
        _desk.Environment["CI"] = null;
        _desk.Put("shop.csx", Shop);
        _desk.Put("shop.world.csx", World);
    }

    [TearDown]
    public void Leave() => _desk.Dispose();

    [Test]
    public async Task A_runbook_is_rehearsed_with_and_without_a_fault()
    {
        var clean = await _desk.RunAsync("rehearse", "shop.csx");
        Assert.That(clean.ToString(), Is.EqualTo(Said(0, "ok      clean\n")));
        var fault = await _desk.RunAsync("rehearse", "shop.csx", "--fault", "look:error@shop.example.GET");
        Assert.That(fault.ExitCode, Is.Zero, fault.ToString());
    }

    [TestCase("lok:error", "'lok:error': there is no step 'lok' (did you mean 'look'?)")]
    [TestCase("look", "'look' is no fault: write STEP:KIND, such as look:drop-after")]
    [TestCase("look:error#0", "'look:error#0': '0' is no number from 1 on")]
    [TestCase(
        "look:eror",
        "'look:eror': there is no fault 'eror' (did you mean 'error'?); there are error, error-after, "
            + "drop-before, drop-after, hang, hang-after, rate-limited, duplicate, kill, "
            + "crash-before-intent, crash-after-intent, crash-after-effect, crash-after-outcome, no"
    )]
    public async Task A_wrong_fault_is_told(string fault, string message)
    {
        var ended = await _desk.RunAsync("rehearse", "shop.csx", "--fault", fault);
        Assert.That(
            ended.ToString(),
            Is.EqualTo(
                Said(2, "", $"runbook rehearse: --fault {message}.\nusage: runbook rehearse FILE [options]\n")
            )
        );
    }

    [Test]
    public async Task A_run_is_rehearsed_as_it_went()
    {
        Assert.That((await _desk.RunAsync("exec", "shop.csx", "--sandbox")).ExitCode, Is.Zero);
        // The answer of the journal counts, not the one of the world.
        _desk.Put("shop.world.csx", World.Replace("yes: true", "yes: false", StringComparison.Ordinal));
        var alike = await _desk.RunAsync("rehearse", "shop.csx", "--like", "latest");
        Assert.That(
            alike.ToString(),
            Is.EqualTo(
                Said(
                    0,
                    $"""
                    Run {_desk.RunId} "Look at the shop" (done), and its rehearsal
                      from the journal: 0 parameters, 1 answer, began 2026-12-05 06:00:00Z

                    alike     look: done
                    alike     is-it-up: done
                    alike     again: done

                    The rehearsal went as the real run did: 3 steps.

                    """
                )
            )
        );
        _desk.Put("shop.csx", Shop + "\nStep(\"New\").Manual(\"look once more\");");
        var changed = await _desk.RunAsync("rehearse", "shop.csx", "--like", _desk.RunId, "--json");
        Assert.That(changed.ExitCode, Is.EqualTo(1), changed.ToString());
        using var json = JsonDocument.Parse(changed.Output);
        Assert.That(
            json.RootElement.GetProperty("steps")
                .EnumerateArray()
                .Select(s => $"{s.GetProperty("likeness")}"),
            Is.EqualTo(new[] { "alike", "alike", "alike", "only-here" })
        );
    }

    [Test]
    public async Task Like_takes_what_goes_wrong_from_the_journal_alone()
    {
        var ended = await _desk.RunAsync("rehearse", "shop.csx", "--like", "latest", "--matrix");
        Assert.That(
            ended.ToString(),
            Is.EqualTo(
                Said(
                    2,
                    "",
                    "runbook rehearse: --like takes what goes wrong from the journal: --matrix does not go "
                        + "with it.\nusage: runbook rehearse FILE [options]\n"
                )
            )
        );
    }

    [Test]
    public async Task The_matrix_passes()
    {
        var ended = await _desk.RunAsync("rehearse", "shop.csx", "--matrix");
        Assert.That(ended.ExitCode, Is.Zero, ended.ToString());
        Assert.That(ended.Output, Does.Match(@"^Look at the shop: [1-9]\d scenarios, 0 failed, [\d.]+ s\n$"));
    }

    [TestCase("// what the shop looks like is written down later\n")]
    [TestCase("")]
    public async Task A_world_that_says_nothing_is_told(string world)
    {
        _desk.Put("shop.world.csx", world);
        var ended = await _desk.RunAsync("rehearse", "shop.csx");
        Assert.That(
            ended.ToString(),
            Is.EqualTo(
                Said(
                    2,
                    "",
                    "shop.world.csx: error RB0006: the world is empty: say what the runbook finds, such as "
                        + "Postgres().Database(\"shop\") or Site(\"shop.example\").Page(\"/\", 200, "
                        + "\"hello\"); StartsAt(\"2026-12-05 06:00Z\") is the least\n"
                )
            )
        );
    }

    [Test]
    public async Task A_runbook_without_a_world_is_told()
    {
        File.Delete(Path.Combine(_desk.Folder, "shop.world.csx"));
        var ended = await _desk.RunAsync("rehearse", "shop.csx");
        Assert.That(ended.ExitCode, Is.EqualTo(2), ended.ToString());
        Assert.That(
            ended.Error,
            Does.Contain(
                "there is no world to rehearse shop.csx in: shop.world.csx is missing beside it. "
                    + "`runbook new` shows what one looks like."
            )
        );
    }

    [Test]
    public async Task Everything_that_the_fakes_know_is_told_in_80_columns()
    {
        var ended = await _desk.RunAsync("fakes");
        Assert.That(ended.ExitCode, Is.Zero, ended.ToString());
        Assert.That(ended.Output.Split('\n').Select(l => l.Length), Is.All.LessThanOrEqualTo(80));
        Assert.That(
            ended.Output,
            Does.Contain("  S * dns.patch").And.Contain("DNS, types of records\n  A AAAA CAA CNAME")
        );
    }

    private static string Said(int code, string output, string error = "") =>
        new Ended(code, output, error).ToString();
}
