using System.Text.Json;

namespace RunbookDsl.Cli.Tests.Specs;

/// <summary>What an edit means for runs that have begun, before anybody resumes one.</summary>
[CancelAfter(60_000)]
internal sealed class AgainstSpecs
{
    private const string Script = """
        Runbook("Move").Purpose("tests").Owner("platform");
        Step("Mark").Run(async ctx => { await Task.Yield(); ctx.Note("one"); }).NoUndo("none");
        Step("Gate").Run(async ctx => { await Task.Yield(); throw new IOException("closed"); })
            .Idempotent().NoUndo("none");
        """;

    private readonly Desk _desk = new();

    [TearDown]
    public void Leave() => _desk.Dispose();

    private async Task BeginAsync()
    {
        _desk.Put("s.csx", Script);
        _desk.Put("other.csx", "Step(\"One\").Run(async ctx => { await Task.Yield(); }).NoUndo(\"none\");");
        Assert.That((await _desk.RunAsync("exec", "s.csx")).ExitCode, Is.EqualTo(1));
        Assert.That((await _desk.RunAsync("exec", "other.csx")).ExitCode, Is.Zero);
    }

    private string RunOf(string title) =>
        Directory
            .GetDirectories(Path.Combine(_desk.Home, "runs"))
            .Where(r =>
                File.ReadAllText(Path.Combine(r, "000001.jsonl")).Contains($"\"runbook\":\"{title}\"")
            )
            .Select(Path.GetFileName)
            .Single()!;

    [Test]
    public async Task The_runs_of_a_directory_are_told_with_every_difference()
    {
        await BeginAsync();
        var same = await _desk.RunAsync("check", "s.csx", "--against", "home");
        Assert.That(same.ExitCode, Is.Zero, same.ToString());
        Assert.That(
            same.Output,
            Does.Match(
                "^\\S+ \"Move\" \\(held\\): nothing differs\ns.csx: 1 run, 1 of other scripts left out\n$"
            )
        );
        _desk.Put(
            "s.csx",
            Script.Replace("\"one\"", "\"two\"", StringComparison.Ordinal) + "\nStep(\"New\").Manual(\"x\");"
        );
        const string kept = "it is done already: its stored result is kept, the edited code is not run";
        var edited = await _desk.RunAsync("check", "s.csx", "--against", "hom*");
        Assert.That(edited.ExitCode, Is.Zero, edited.ToString());
        Assert.That(
            edited.Output,
            Does.EndWith(
                $$"""
                 "Move" (held): goes on with --migrate
                  kept     changed 'mark': {{kept}}
                  allowed  added 'new': it is run when its turn comes
                s.csx: 1 run, 1 of other scripts left out

                """
            )
        );
    }

    [Test]
    public async Task A_run_that_could_not_go_on_ends_with_76_and_a_closed_one_is_compared_too()
    {
        await BeginAsync();
        var run = RunOf("Move");
        _desk.Put("s.csx", Script + "\nvar p = Param<string>(\"p\", \"new\").Default(\"x\");");
        var refused = await _desk.RunAsync("check", "s.csx", "--against", run, "--json");
        Assert.That(refused.ExitCode, Is.EqualTo(76), refused.ToString());
        using (var json = JsonDocument.Parse(refused.Output))
        {
            var first = json.RootElement[0];
            Assert.That(first.GetProperty("verdict").GetString(), Is.EqualTo("refused"));
            Assert.That(
                first.GetProperty("differences")[0].GetProperty("what").GetString(),
                Is.EqualTo("parameter 'p' changed")
            );
        }
        _desk.Put("other.csx", "Step(\"Two\").Manual(\"x\");");
        var closed = await _desk.RunAsync(
            "check",
            "other.csx",
            "--against",
            Path.Combine("home", "runs", RunOf("other"))
        );
        Assert.That(closed.ExitCode, Is.Zero, closed.ToString());
        Assert.That(
            closed.Output,
            Does.Contain("(done): goes on with --migrate\n").And.Contain("  kept     removed 'one'")
        );
        Assert.That(_desk.RunAsync("verify", run).Result.ExitCode, Is.Zero, "nothing was written");
    }

    [Test]
    public async Task A_directory_without_journals_says_what_was_expected()
    {
        _desk.Put("s.csx", Script);
        var refused = await _desk.RunAsync("check", "s.csx", "--against", ".");
        Assert.That(refused.ExitCode, Is.EqualTo(2), refused.ToString());
        Assert.That(
            refused.Error,
            Does.StartWith(
                $"runbook check: --against {_desk.Folder}: expected a directory of journals (with runs/ in it) or one "
                    + "run, HOME/runs/RUN.\n"
            )
        );
    }
}
