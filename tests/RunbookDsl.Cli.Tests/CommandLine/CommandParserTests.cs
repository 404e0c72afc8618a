namespace RunbookDsl.Cli.Tests.CommandLine;

internal sealed class CommandParserTests
{
    [Test]
    public void Options_and_arguments_in_any_order()
    {
        var parsed = Parse("exec", "-p", "a=1", "move.csx", "--param=b=x=y", "-pc=3", "--json");
        Assert.Multiple(() =>
        {
            Assert.That(parsed.Arguments, Is.EqualTo(new[] { "move.csx" }));
            Assert.That(parsed.Values("--param"), Is.EqualTo(new[] { "a=1", "b=x=y", "c=3" }));
            Assert.That(parsed.Has("--json"), Is.True);
            Assert.That(parsed.Has("--sandbox"), Is.False);
        });
    }

    [Test]
    public void After_two_dashes_everything_is_an_argument() =>
        Assert.That(Parse("check", "--", "--odd.csx", "-").Arguments, Is.EqualTo(new[] { "--odd.csx", "-" }));

    [TestCase("exex", "unknown command 'exex' (did you mean 'exec'?).")]
    [TestCase("exec --plna x", "unknown option '--plna' (did you mean '--plan'?).")]
    [TestCase("exec --frobnicate", "unknown option '--frobnicate'.")]
    [TestCase("exec a.csx --until", "--until wants ID.")]
    [TestCase("exec a.csx --json=1", "--json takes no value.")]
    [TestCase("exec a.csx --until a --until b", "--until is given twice.")]
    [TestCase("exec a.csx b.csx", "'b.csx' is one argument too many.")]
    [TestCase("plan", "FILE is missing.")]
    [TestCase("resolve latest --done", "STEP is missing.")]
    public void What_cannot_be_understood_is_told_exactly(string line, string message) =>
        Assert.That(
            Assert.Throws<UsageException>(() => Parse(line.Split(' ')))!.Message,
            Is.EqualTo(message)
        );

    [Test]
    public void Every_command_is_declared_once_and_completely()
    {
        Assert.That(CommandTable.Commands.Select(c => c.Name), Is.Unique);
        Assert.That(CommandTable.Commands, Has.Count.GreaterThan(14));
        foreach (var command in CommandTable.Commands)
        {
            Assert.That(command.Options.Select(o => o.Name), Is.Unique, command.Name);
            Assert.That(
                HelpText.Of(command),
                Does.StartWith(command.Summary + "\n\nusage: runbook " + command.Name)
            );
            foreach (var option in command.Options)
                Assert.That(HelpText.Of(command), Does.Contain(option.Name).And.Contain(option.Help));
        }
    }

    [Test]
    public void Help_fits_a_hundred_columns() =>
        Assert.That(
            CommandTable
                .Commands.Select(HelpText.Of)
                .Append(HelpText.All(CommandTable.Commands))
                .SelectMany(t => t.Split('\n'))
                .Where(l => l.Length > 100),
            Is.Empty
        );

    private static Invocation Parse(params string[] words) =>
        CommandParser.Parse(CommandTable.Commands, words);
}
