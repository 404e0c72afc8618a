namespace RunbookDsl.Cli.Tests.Specs;

/// <summary>Secrets come from the environment, a file or a command, and go nowhere.</summary>
[CancelAfter(60_000)]
internal sealed class SecretSpecs
{
    private const string Text = """
        Step("Use").Run(Local.Exec("sh", "-c", "test ${#TOKEN} = 12 && echo it is $TOKEN")
            .Env("TOKEN", SECRET));
        """;

    private readonly Desk _desk = new();

    [TearDown]
    public void Leave() => _desk.Dispose();

    [Test]
    public async Task Missing_secrets_are_named_before_anything_runs()
    {
        _desk.Put("s.csx", Text.Replace("SECRET", "Secret(\"TEST_TOKEN\")", StringComparison.Ordinal));
        var ended = await _desk.RunAsync("exec", "s.csx");
        Assert.That(ended.ExitCode, Is.EqualTo(2), ended.ToString());
        Assert.That(
            ended.Error,
            Is.EqualTo(
                "runbook: 1 secret has no value: TEST_TOKEN. Set the environment variable of "
                    + "that name, then start again. Nothing was executed.\n"
            )
        );
        Assert.That(Directory.Exists(Path.Combine(_desk.Home, "runs")), Is.False);
        _desk.Environment["TEST_TOKEN"] = "hush-hush-77";
        await UsedAsync();
    }

    [Test]
    public async Task What_a_script_prints_is_masked_and_is_not_the_commands_own_output()
    {
        _desk.Environment["TEST_TOKEN"] = "hush-hush-77";
        _desk.Put(
            "s.csx",
            """
            var token = Secret("TEST_TOKEN");
            Console.WriteLine("read");
            Step("Print").Run(async ctx => { await Task.Yield();
                Console.WriteLine("whole " + ctx.Reveal(token));
                Console.Error.WriteLine("error " + ctx.Reveal(token));
                Console.Write("hush-"); Console.Write("hush-77"); }).NoUndo("prints");
            """
        );
        var ended = await _desk.RunAsync("exec", "s.csx");
        Assert.That(ended.ExitCode, Is.EqualTo(0), ended.ToString());
        Assert.That(ended.Error, Is.EqualTo("read\n"));
        Assert.That(
            ended.Output,
            Does.Contain("Z print: note: whole {secret:TEST_TOKEN}\n")
                .And.Contain("Z print: note: error {secret:TEST_TOKEN}\n")
                .And.Contain("Z print: note: {secret:TEST_TOKEN}\n")
                .And.Not.Contain("whole hush")
        );
        var plan = await _desk.RunAsync("plan", "s.csx", "--json");
        Assert.That(plan.Output, Does.StartWith("{"));
    }

    [Test]
    public async Task A_file_or_a_command_gives_it()
    {
        _desk.Put("token", "hush-hush-77\nsecond line\n");
        _desk.Put(
            "s.csx",
            Text.Replace("SECRET", "Secret(\"TEST_TOKEN\").FromFile(\"token\")", StringComparison.Ordinal)
        );
        await UsedAsync();
        Directory.Delete(_desk.Home, recursive: true);
        _desk.Put(
            "s.csx",
            Text.Replace(
                "SECRET",
                "Secret(\"TEST_TOKEN\").FromCommand(\"head\", \"-1\", \"token\")",
                StringComparison.Ordinal
            )
        );
        await UsedAsync();
    }

    private async Task UsedAsync()
    {
        var ended = await _desk.RunAsync("exec", "s.csx");
        Assert.That(ended.ExitCode, Is.Zero, ended.ToString());
        Assert.That(ended.Output, Does.Contain("it is {secret:TEST_TOKEN}"));
        foreach (var file in Directory.GetFiles(_desk.Home, "*", SearchOption.AllDirectories))
            Assert.That(await File.ReadAllTextAsync(file), Does.Not.Contain("hush-hush-77"), file);
        Assert.That(ended.Output + ended.Error, Does.Not.Contain("hush-hush-77"));
    }
}
