namespace RunbookDsl.Cli.Tests.Specs;

/// <summary>A person at a terminal of eighty columns.</summary>
[CancelAfter(60_000)]
internal sealed class TerminalSpecs
{
    private readonly Desk _desk = new();

    [TearDown]
    public void Leave() => _desk.Dispose();

    private Task<Ended> TypeAsync(string mode, string typed) =>
        _desk.TypeAsync(typed, "exec", Script.Modes, "-p", $"folder={_desk.Folder}", "-p", $"mode={mode}");

    [TestCase("y\n", 0)]
    [TestCase("\n", 1)]
    [TestCase("perhaps\n", 1)]
    public async Task Go_or_no_go_is_no_unless_it_is_yes(string typed, int code)
    {
        var ended = await TypeAsync("ask", typed + "h\n");
        Assert.That(ended.ExitCode, Is.EqualTo(code), ended.ToString());
        Assert.That(
            ended.Output,
            Does.Contain("is-everybody-ready: Is everybody ready?").And.Contain("Go? [y/N] ")
        );
    }

    [TestCase("r\nh\n", 1)]
    [TestCase("\n", 1)]
    [TestCase("s\nnot needed\n", 0)]
    [TestCase("x\nu\n", 3)]
    public async Task A_failure_offers_what_can_be_done(string typed, int code)
    {
        var ended = await TypeAsync("fail", typed);
        Assert.That(ended.ExitCode, Is.EqualTo(code), ended.ToString());
        Assert.That(
            ended.Output,
            Does.Contain("'second': [r]etry, [s]kip with a reason, [u]ndo everything, [h]old (default) ? ")
        );
        Assert.That(
            ended.Output,
            Does.Not.Match(@"\n  second  [^\n]*'second': \[r\]etry"),
            "the line of the running step stands before the question, and is redrawn over the answer"
        );
    }

    [Test]
    public async Task Lines_that_are_redrawn_fit_the_width_and_are_taken_away()
    {
        var ended = await TypeAsync("doubt", "");
        Assert.That(ended.ExitCode, Is.EqualTo(75), ended.ToString());
        var redrawn = ended
            .Output.Split('\n')
            .Where(l => l.StartsWith("  second  ", StringComparison.Ordinal))
            .ToList();
        Assert.That(redrawn, Is.Not.Empty, ended.Output);
        foreach (var line in redrawn)
            Assert.That(line.Split('\r')[0], Has.Length.LessThanOrEqualTo(80));
        Assert.That(ended.Output, Does.Contain("\e[2K"));
    }

    [Test]
    public async Task A_dumb_terminal_gets_plain_lines_and_NO_COLOR_no_colour()
    {
        _desk.Environment["TERM"] = "dumb";
        Assert.That((await TypeAsync("ok", "")).Output, Does.Not.Contain("\e"));
        _desk.Environment["TERM"] = "xterm";
        Assert.That((await TypeAsync("ok", "")).Output, Does.Contain("\e[32m"));
        _desk.Environment["NO_COLOR"] = "1";
        Assert.That((await TypeAsync("ok", "")).Output, Does.Not.Contain("m\e").And.Not.Contain("\e[32m"));
    }

    [Test]
    public async Task Not_interactive_is_never_yes()
    {
        var ended = await _desk.TypeAsync(
            "y\n",
            "exec",
            Script.Modes,
            "-p",
            $"folder={_desk.Folder}",
            "-p",
            "mode=ask",
            "--non-interactive"
        );
        Assert.That(ended.ExitCode, Is.EqualTo(1), ended.ToString());
        Assert.That(ended.Output, Does.Contain("Nobody can be asked here."));
    }
}
