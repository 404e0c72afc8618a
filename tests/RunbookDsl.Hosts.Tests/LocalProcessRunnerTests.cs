using System.Collections.Concurrent;
using System.Globalization;

namespace RunbookDsl.Hosts.Tests;

[CancelAfter(30_000)]
internal sealed class LocalProcessRunnerTests
{
    private Machine _machine = null!;

    [SetUp]
    public void SetUp() => _machine = new Machine();

    [TearDown]
    public void TearDown() => _machine.Dispose();

    [Test]
    public async Task RunAsync_BothStreamsAndCode_AreReturned()
    {
        var result = await _machine.Shell("echo out; echo err >&2; exit 7");
        Assert.That(result, Is.EqualTo(new ProcessResult(7, "out\n", "err\n")));
    }

    [Test]
    public async Task RunAsync_EndedBySignal_GivesOneHundredTwentyEightAndSignal()
    {
        var result = await _machine.Shell("kill -KILL $$");
        Assert.That(result.ExitCode, Is.EqualTo(137));
    }

    [Test]
    public async Task RunAsync_Arguments_ArriveAsTheyAre()
    {
        string[] nasty = ["", "a b", "$HOME", "'", "\"", "*", "\n", "ü€😀"];
        var command = new ProcessCommand(
            "sh",
            ["-c", "for a; do printf '<%s>' \"$a\"; done", "sh", .. nasty]
        );
        var result = await _machine.Runner.RunAsync(command, default);
        Assert.That(result.Output, Is.EqualTo(string.Concat(nasty.Select(a => $"<{a}>"))));
    }

    [Test]
    public async Task RunAsync_Input_IsGivenAndClosed()
    {
        var text = new string('ü', 200_000);
        var command = new ProcessCommand("wc", ["-c"]) { Input = text };
        var result = await _machine.Runner.RunAsync(command, default);
        Assert.That(result.Output.Trim(), Is.EqualTo("400000"));
    }

    [Test]
    public async Task RunAsync_InputNobodyReads_DoesNotFail()
    {
        var command = new ProcessCommand("true", []) { Input = new string('x', 1 << 20) };
        Assert.That((await _machine.Runner.RunAsync(command, default)).ExitCode, Is.Zero);
    }

    [Test]
    public async Task RunAsync_NoInput_IsAtItsEnd()
    {
        var result = await _machine.Runner.RunAsync(new ProcessCommand("cat", []), default);
        Assert.That(result, Is.EqualTo(new ProcessResult(0, "", "")));
    }

    [Test]
    public async Task RunAsync_Environment_AddsReplacesAndRemoves()
    {
        var command = new ProcessCommand("sh", ["-c", "echo \"$ADDED|${HOME-none}\""])
        {
            Environment = new Dictionary<string, string?> { ["ADDED"] = "yes ü", ["HOME"] = null },
        };
        Assert.That((await _machine.Runner.RunAsync(command, default)).Output, Is.EqualTo("yes ü|none\n"));
    }

    [Test]
    public async Task RunAsync_Directory_IsRelativeToTheRunbook()
    {
        Directory.CreateDirectory(Path.Combine(_machine.Folder, "inner"));
        var here = await _machine.Runner.RunAsync(new ProcessCommand("pwd", ["-P"]), default);
        var inner = await _machine.Runner.RunAsync(
            new ProcessCommand("pwd", ["-P"]) { Directory = "inner" },
            default
        );
        Assert.That(here.Output, Is.EqualTo($"{_machine.Folder}\n"));
        Assert.That(inner.Output, Is.EqualTo($"{_machine.Folder}/inner\n"));
    }

    [Test]
    public async Task RunAsync_MuchOutput_IsBoundedAndKeptFromTheEnd()
    {
        var command = new ProcessCommand("sh", ["-c", "seq 1 300000"]) { KeepBytes = 1000 };
        var output = (await _machine.Runner.RunAsync(command, default)).Output;
        Assert.That(output, Has.Length.EqualTo(1000));
        Assert.That(output, Does.EndWith("299999\n300000\n"));
    }

    [Test]
    public async Task RunAsync_CutInsideACharacter_StartsWithAWholeOne()
    {
        var command = new ProcessCommand("printf", ["€€€€"]) { KeepBytes = 5 };
        Assert.That((await _machine.Runner.RunAsync(command, default)).Output, Is.EqualTo("€"));
    }

    [Test]
    public async Task RunAsync_BytesThatAreNoText_AreReplaced()
    {
        var result = await _machine.Shell("printf 'a\\377b'");
        Assert.That(result.Output, Is.EqualTo("a\uFFFDb"));
    }

    [Test]
    public async Task RunAsync_Lines_ComeWhileTheProgramRuns()
    {
        var seen = new ConcurrentQueue<string>();
        var pipe = Path.Combine(_machine.Folder, "go");
        await _machine.Shell("mkfifo go");
        var command = new ProcessCommand(
            "sh",
            ["-c", "echo one; echo two >&2; cat go; printf 'three\\r\\nlast'"]
        )
        {
            OnLine = line =>
            {
                seen.Enqueue(line);
                if (seen.Count == 2)
                    _ = File.AppendAllTextAsync(pipe, "let go\n");
            },
        };
        // It only ends because both lines were seen while it ran.
        await _machine.Runner.RunAsync(command, default);
        Assert.That(seen, Is.EquivalentTo(new[] { "one", "two", "let go", "three", "last" }));
    }

    [Test]
    public void RunAsync_CallbackThrows_TheProgramEndsAndTheErrorComesOut()
    {
        var command = new ProcessCommand("sh", ["-c", "seq 1 100000; touch done"])
        {
            OnLine = _ => throw new InvalidOperationException("broken screen"),
        };
        var error = Assert.ThrowsAsync<InvalidOperationException>(() =>
            _machine.Runner.RunAsync(command, default)
        );
        Assert.That(error.Message, Is.EqualTo("broken screen"));
        Assert.That(File.Exists(Path.Combine(_machine.Folder, "done")));
    }

    [Test]
    public async Task RunAsync_ChildLeftInTheBackground_IsNotWaitedFor()
    {
        var result = await _machine.Shell("sleep 60 & echo $!");
        var pid = int.Parse(result.Output, CultureInfo.InvariantCulture);
        Assert.That(Processes.IsAlive(pid));
        Processes.Kill(pid);
    }

    [Test]
    public async Task RunAsync_Child_HasASessionOfItsOwnAndDefaultSignals()
    {
        var result = await _machine.Shell(
            "cut -d' ' -f5,6 /proc/$$/stat; echo $$; grep SigIgn /proc/$$/status"
        );
        var lines = result.Output.Split('\n');
        Assert.That(lines[0], Is.EqualTo($"{lines[1]} {lines[1]}"), "process group and session are its own");
        var ignored = Convert.ToUInt64(lines[2].Split('\t')[1], 16);
        Assert.That(ignored & (1UL << 12), Is.Zero, "SIGPIPE is not ignored");
    }

    [Test]
    public async Task RunAsync_InheritableDescriptor_IsInherited()
    {
        using var file = File.Open(Path.Combine(_machine.Folder, "alive"), FileMode.Create);
        Processes.MakeInheritable((int)file.SafeFileHandle.DangerousGetHandle());
        var result = await _machine.Shell("ls -l /proc/self/fd");
        Assert.That(result.Output, Does.Contain($"{_machine.Folder}/alive"));
    }

    [Test]
    public async Task RunAsync_ManyAtOnce_NoneIsMixedUp()
    {
        var runs = Enumerable.Range(0, 40).Select(i => _machine.Shell($"echo {i}; exit {i}"));
        var results = await Task.WhenAll(runs);
        for (var i = 0; i < results.Length; i++)
            Assert.That(results[i], Is.EqualTo(new ProcessResult(i, $"{i}\n", "")));
    }

    [Test]
    public async Task RunAsync_BesideDotnetsOwnProcesses_NeitherTakesTheOthersExitCode()
    {
        var own = Enumerable
            .Range(0, 20)
            .Select(async i =>
            {
                using var process = System.Diagnostics.Process.Start(Exit(i))!;
                await process.WaitForExitAsync();
                return process.ExitCode;
            });
        var ours = Enumerable.Range(0, 20).Select(async i => (await _machine.Shell($"exit {i}")).ExitCode);
        var codes = await Task.WhenAll(own.Concat(ours));
        Assert.That(codes, Is.EqualTo(Enumerable.Range(0, 20).Concat(Enumerable.Range(0, 20))));
    }

    private static System.Diagnostics.ProcessStartInfo Exit(int code)
    {
        var start = new System.Diagnostics.ProcessStartInfo("sh");
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add($"exit {code}");
        return start;
    }
}
