namespace RunbookDsl.Hosts.Tests;

/// <summary>
/// The runner is killed and a process of the step lives on and acts later: nobody believes a probe before it
/// is dead, however it hides, and nothing is done twice.
/// </summary>
[Parallelizable(ParallelScope.All)]
[CancelAfter(120_000)]
internal sealed class OrphanTests
{
    // How the process hides.

    private static readonly string[] s_hidings =
    [
        // Does not hide.
        "sh child.sh",
        // Closes what it inherited: found by its session.
        "python3 closed.py sh child.sh",
        // The same without its variables.
        "python3 closed.py env -i PATH=\"$PATH\" sh child.sh",
        // In a session of its own, everything closed: found by its variables.
        "setsid python3 closed.py sh child.sh",
        // The same, and its parent is gone.
        "setsid python3 closed.py sh -c 'sh child.sh & exit'",
        // In a session of its own without variables: found by the lock it inherited.
        "setsid env -i PATH=\"$PATH\" sh child.sh",
    ];

    private static IEnumerable<TestCaseData> Matrix()
    {
        for (var hiding = 0; hiding < s_hidings.Length; hiding++)
            foreach (var verb in new[] { "resume", "undo" })
            foreach (var isActing in new[] { true, false })
                for (var round = 0; round < 3; round++)
                    yield return new TestCaseData(hiding, verb, isActing, round);
    }

    [TestCaseSource(nameof(Matrix))]
    public async Task Nothing_is_believed_while_it_lives(
        int hiding,
        string verb,
        bool isActing,
        int round,
        CancellationToken cancellation
    )
    {
        using var runner = new KilledRunner(Script(hiding));
        Write(runner);
        await runner.KilledAsync("plain", cancellation);
        EndFirst(runner);
        using var next = runner.Begin(verb, "plain", TimeSpan.FromHours(1));
        var told = await KilledRunner.LineAsync(next, "still at work: ", cancellation);
        Assert.That(told, Does.Contain($"(pid {runner.TextOf("pid-child").Trim()})"));
        Assert.That(runner.TextOf("probes"), Is.Empty, "a probe was asked while the old attempt lived");
        if (isActing)
            await runner.GoAsync(cancellation);
        else
            Processes.Kill(int.Parse(runner.TextOf("pid-child"), null));
        if (!isActing && verb == "resume")
            Assert.That(await runner.ReadyAsync(cancellation), Is.EqualTo("again"));
        var last = await KilledRunner.LastLineAsync(next, cancellation);
        Assert.That(last, verb == "resume" ? Does.StartWith("Done") : Does.StartWith("RolledBack"));
        Assert.That(
            runner.TextOf("effects"),
            Is.EqualTo(
                verb == "resume" ? "done\n"
                : isActing ? "done\nundone\n"
                : ""
            )
        );
    }

    [Test]
    public async Task After_its_patience_the_run_is_held_and_says_what_may_still_run(
        [Values(1, 3)] int hiding,
        CancellationToken cancellation
    )
    {
        using var runner = new KilledRunner(Script(hiding));
        Write(runner);
        await runner.KilledAsync("plain", cancellation);
        EndFirst(runner);
        using var next = runner.Begin("resume", "plain", TimeSpan.Zero);
        var last = await KilledRunner.LastLineAsync(next, cancellation);
        Assert.That(
            last,
            Does.StartWith(
                "InDoubt: 'work' is in doubt: it was begun and its outcome was never written. The probe says "
                    + "InFlight: "
            )
        );
        Assert.That(last, Does.Contain("may still be at work; nobody asked the probe. Look for yourself"));
        Assert.That(runner.TextOf("probes"), Is.Empty);
        await runner.GoAsync(cancellation);
    }

    // The first process only starts the child and is ended by the test; a run after that acts at once.
    private static string Script(int hiding) =>
        $$"""
            echo $$ >pid-work
            if [ -e again ]; then echo done >>effects; echo again >ready; exit 0; fi
            touch again
            {{s_hidings[hiding]}} &
            read word <hold
            """;

    private static void Write(KilledRunner runner)
    {
        File.WriteAllText(
            runner.PathOf("child.sh"),
            "echo $$ >pid-child\necho ready >ready\nread word <go\necho done >>effects\n"
        );
        File.WriteAllText(
            runner.PathOf("closed.py"),
            "import os, sys\nos.closerange(3, 1000)\nos.execvp(sys.argv[1], sys.argv[1:])\n"
        );
    }

    private static void EndFirst(KilledRunner runner) =>
        Processes.Kill(int.Parse(runner.TextOf("pid-work"), null));
}
