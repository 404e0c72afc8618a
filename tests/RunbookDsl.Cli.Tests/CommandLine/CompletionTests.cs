namespace RunbookDsl.Cli.Tests.CommandLine;

internal sealed class CompletionTests
{
    [Test]
    public void Every_shell_knows_every_command_and_option()
    {
        var scripts = new[]
        {
            CompletionScript.Bash(CommandTable.Commands),
            CompletionScript.Zsh(CommandTable.Commands),
            CompletionScript.Fish(CommandTable.Commands),
        };
        foreach (var command in CommandTable.Commands)
        foreach (var script in scripts)
        {
            Assert.That(script, Does.Contain(command.Name));
            foreach (var option in command.Options)
                Assert.That(script, Does.Contain(option.Name[2..]));
        }
    }

    [TestCase("runbook res", "resolve restore restore-list resume")]
    [TestCase("runbook resolve --r", "--reason --rerun --result")]
    [TestCase("runbook completion f", "fish")]
    [CancelAfter(60_000)]
    public async Task Bash_completes(string line, string expected)
    {
        using var desk = new Desk();
        var script = await desk.RunAsync("completion", "bash");
        var words = line.Split(' ');
        var use =
            $"{script.Output}\nCOMP_WORDS=({line}); COMP_CWORD={words.Length - 1}; _runbook; "
            + $"printf '%s\\n' \"${{COMPREPLY[@]}}\"";
        using var bash = System.Diagnostics.Process.Start(
            new System.Diagnostics.ProcessStartInfo("bash", ["-c", use]) { RedirectStandardOutput = true }
        )!;
        var output = await bash.StandardOutput.ReadToEndAsync();
        Assert.That(
            output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal),
            Is.EqualTo(expected.Split(' ').Order(StringComparer.Ordinal))
        );
    }
}
