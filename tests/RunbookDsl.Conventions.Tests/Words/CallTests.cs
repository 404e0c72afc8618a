namespace RunbookDsl.Conventions.Tests.Words;

/// <summary>Calls that are not made.</summary>
internal sealed class CallTests
{
    [Test]
    public void Only_the_command_line_writes_to_the_terminal() =>
        Look.At(Repository.CodeUnder("src"), CallRules.Console);

    [Test]
    public void Processes_get_their_arguments_as_a_list() => Look.At(Repository.Code, CallRules.CommandLines);

    [Test]
    public void Nothing_is_left_to_be_implemented() => Look.At(Repository.Code, CallRules.NotImplemented);

    [Test]
    public void Tests_never_sleep() => Look.At(Repository.CodeUnder("tests"), CallRules.Sleeps);

    [Test]
    public void Tests_are_left_out_only_with_a_reason() =>
        Look.At(Repository.CodeUnder("tests"), CallRules.SilentIgnores);

    [Test]
    public void Console_IsCaught()
    {
        const string Text = "class B { void M() { Console.Out.Flush(); MyConsole.Write(1); } }";
        using (Assert.EnterMultipleScope())
        {
            Look.Caught(
                CallRules.Console(new("src/RunbookDsl.Engine/B.cs", Text)),
                "src/RunbookDsl.Engine/B.cs(1): Console.Out; only the command line writes to the terminal"
            );
            Assert.That(CallRules.Console(new("src/RunbookDsl.Cli/B.cs", Text)), Is.Empty);
        }
    }

    [Test]
    public void CommandLine_InOneString_IsCaught()
    {
        const string Text = """
            class B
            {
                void M()
                {
                    Process.Start("sh -c ls");
                    Process.Start("ls", "-l");
                    var start = new ProcessStartInfo("ls", "-l");
                    start.Arguments = "-l";
                    _ = new ProcessStartInfo("ls") { Arguments = "-l", UseShellExecute = true };
                    Process.Start(start);
                    _ = new ProcessStartInfo("ls", ["-l"]) { UseShellExecute = false };
                    call.Arguments = 3;
                }
            }
            """;
        Look.Caught(
            CallRules.CommandLines(new("src/A/B.cs", Text)),
            "src/A/B.cs(5): Process.Start with a string; use ProcessStartInfo.ArgumentList",
            "src/A/B.cs(6): Process.Start with a string; use ProcessStartInfo.ArgumentList",
            "src/A/B.cs(7): ProcessStartInfo with an argument string; use ProcessStartInfo.ArgumentList",
            "src/A/B.cs(8): Arguments = …; use ProcessStartInfo.ArgumentList",
            "src/A/B.cs(9): Arguments = …; use ProcessStartInfo.ArgumentList",
            "src/A/B.cs(9): UseShellExecute = true; use ProcessStartInfo.ArgumentList"
        );
    }

    [Test]
    public void NotImplemented_IsCaught() =>
        Look.Caught(
            CallRules.NotImplemented(
                new("src/A/B.cs", "class B { int M() => throw new NotImplementedException(); }")
            ),
            "src/A/B.cs(1): NotImplementedException; leave out what is not there"
        );

    [Test]
    public void Sleep_IsCaught()
    {
        const string Text = """
            class B
            {
                async Task M(CancellationToken token)
                {
                    Thread.Sleep(1);
                    await Task.Delay(10);
                    await Task.Delay(10, token);
                    await Task.Delay(Timeout.Infinite, token);
                    await Task.Delay(TimeSpan.FromHours(1), world.Clock, token);
                }
            }
            """;
        Look.Caught(
            CallRules.Sleeps(new("tests/A/B.cs", Text)),
            "tests/A/B.cs(5): Thread.Sleep; await a signal or move the clock",
            "tests/A/B.cs(6): Task.Delay; await a signal or move the clock",
            "tests/A/B.cs(7): Task.Delay; await a signal or move the clock"
        );
    }

    [Test]
    public void SilentIgnore_IsCaught()
    {
        const string Text = """
            class B
            {
                [Test, Ignore] void A() { }
                [Test, Ignore("needs a second disk")] void B() => Assert.Ignore();
                [Test] void C() => Assert.Ignore("no sshd here");
            }
            """;
        Look.Caught(
            CallRules.SilentIgnores(new("tests/A/B.cs", Text)),
            "tests/A/B.cs(3): a test is left out without a reason",
            "tests/A/B.cs(4): a test is left out without a reason"
        );
    }
}
