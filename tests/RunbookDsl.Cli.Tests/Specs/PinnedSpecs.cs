namespace RunbookDsl.Cli.Tests.Specs;

/// <summary>Going on with the script as it was when the run began, whatever became of it.</summary>
[CancelAfter(60_000)]
internal sealed class PinnedSpecs
{
    private const string Main = """
        #load "lib/words.csx"
        Runbook("Pinned").Purpose("tests").Owner("platform");
        Step("First").Run(async ctx => { await Task.Yield(); ctx.Note(Greet("first")); }).NoUndo("a word");
        Include("lib/more");
        Step("Gate").Run(async ctx => { await Task.Yield();
            if (Closed()) throw new IOException("closed"); })
            .Idempotent().NoUndo("a look");
        Step("Last").Run(async ctx => { await Task.Yield();
            ctx.Note($"{Greet("last")} {Here()}"); }).NoUndo("a word");
        bool Closed() => !File.Exists(Path.Combine(Path.GetDirectoryName(Here())!, "open"));
        """;

    private const string Words = """
        string Greet(string name) => "hello " + name;
        string Here([System.Runtime.CompilerServices.CallerFilePath] string path = "") => path;
        """;

    private readonly Desk _desk = new();

    [TearDown]
    public void Leave() => _desk.Dispose();

    private async Task BeginAsync()
    {
        Directory.CreateDirectory(Path.Combine(_desk.Folder, "lib"));
        _desk.Put("main.csx", Main);
        _desk.Put("lib/words.csx", Words);
        _desk.Put(
            "lib/more.csx",
            "Step(\"Inner\").Run(async ctx => { await Task.Yield(); }).NoUndo(\"nothing\");"
        );
        var held = await _desk.RunAsync("exec", "main.csx");
        Assert.That(held.ExitCode, Is.EqualTo(1), held.ToString());
    }

    [Test]
    public async Task A_run_whose_files_are_gone_goes_on_and_errors_point_to_where_they_were()
    {
        await BeginAsync();
        File.Delete(Path.Combine(_desk.Folder, "main.csx"));
        Directory.Delete(Path.Combine(_desk.Folder, "lib"), recursive: true);
        var held = await _desk.RunAsync("resume", "--pinned");
        Assert.That(held.ExitCode, Is.EqualTo(1), held.ToString());
        Assert.That(
            held.Output,
            Does.Contain("'gate' failed (attempt 2): IOException: closed at main.csx(6,")
        );
        _desk.Put("open", "");
        var done = await _desk.RunAsync("resume", "--pinned");
        Assert.That(done.ExitCode, Is.Zero, done.ToString());
        Assert.That(
            (await _desk.RunAsync("show")).Output,
            Does.Contain($"hello last {Path.Combine(_desk.Folder, "main.csx")}\n")
        );
    }

    [Test]
    public async Task A_helper_that_changed_stops_the_run_and_pinned_runs_the_old_one()
    {
        await BeginAsync();
        _desk.Put("lib/words.csx", Words.Replace("hello", "goodbye", StringComparison.Ordinal));
        _desk.Put("open", "");
        var changed = await _desk.RunAsync("resume");
        Assert.That(changed.ExitCode, Is.EqualTo(76), changed.ToString());
        Assert.That(
            changed.Error,
            Does.EndWith(
                """
                changed 'first': main.csx(3,1), was main.csx(3,1)
                changed 'last': main.csx(8,1), was main.csx(8,1)
                what steps use, in lib/words.csx
                @@ -1,2 +1,2 @@
                -string Greet(string name) => "hello " + name;
                +string Greet(string name) => "goodbye " + name;
                 string Here([System.Runtime.CompilerServices.CallerFilePath] string path = "") => path;

                """
            )
        );
        Assert.That((await _desk.RunAsync("resume", "--pinned")).ExitCode, Is.Zero);
        var shown = (await _desk.RunAsync("show")).Output;
        Assert.That(shown, Does.Contain("hello last").And.Not.Contain("goodbye"));
    }

    [Test]
    public async Task Undo_and_resolve_are_pinned_too()
    {
        await BeginAsync();
        _desk.Put("main.csx", "Step(\"Other\").Manual(\"x\");");
        var refused = await _desk.RunAsync("undo");
        Assert.That(refused.ExitCode, Is.EqualTo(76), refused.ToString());
        Assert.That(
            (
                await _desk.RunAsync("resolve", _desk.RunId, "gate", "--undone", "--reason", "r", "--pinned")
            ).ExitCode,
            Is.Zero
        );
        Assert.That((await _desk.RunAsync("undo", "--pinned")).ExitCode, Is.EqualTo(3));
    }

    [Test]
    public async Task An_archive_that_was_touched_is_refused()
    {
        await BeginAsync();
        var kept = Directory.GetFiles(Path.Combine(_desk.RunFolder, "script"), "*words.csx").Single();
        await File.AppendAllTextAsync(kept, "// more");
        var refused = await _desk.RunAsync("resume", "--pinned");
        Assert.That(refused.ExitCode, Is.EqualTo(74), refused.ToString());
        Assert.That(
            refused.Error,
            Is.EqualTo(
                $"runbook: The archived script {kept} is not what was archived: its hash is not the one in its "
                    + "name. Get it back from a copy of the journal.\n"
            )
        );
    }

    [Test]
    public async Task An_include_that_is_not_there_is_the_mistake_of_the_file_that_includes_it()
    {
        var script = _desk.Put(
            "main.csx",
            "Runbook(\"x\");\n  Include(\"nope\");\nStep(\"a\").Manual(\"x\");\n"
        );
        var ended = await _desk.RunAsync("check", script);
        Assert.That(ended.ExitCode, Is.EqualTo(2));
        Assert.That(
            ended.Error,
            Is.EqualTo(
                "main.csx(2,3): error RB0118: \"nope\" cannot be included: there is no such script "
                    + "(look at the path, or make one with `runbook new NAME`): nope.csx\n"
            )
        );
    }
}
