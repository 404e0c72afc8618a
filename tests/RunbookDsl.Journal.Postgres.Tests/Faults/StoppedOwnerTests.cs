using System.Diagnostics;

namespace RunbookDsl.Journal.Postgres.Tests.Faults;

/// <summary>An owner that was stopped for longer than its lease writes nothing after a take-over.</summary>
[CancelAfter(290_000)]
[NonParallelizable]
internal sealed class StoppedOwnerTests : JournalTest
{
    [Test]
    public async Task What_a_stopped_owner_appends_after_the_take_over_is_always_refused()
    {
        var rounds = Rounds.Of(usual: 50, nightly: 1_000);
        Begin().Dispose();
        using var owner = Start();
        var refused = 0;
        try
        {
            for (var round = 0; round < rounds; round++)
                refused += await RoundAsync(owner, $"run-{round}") ? 1 : 0;
        }
        finally
        {
            Signal(owner, "CONT");
            owner.StandardInput.Close();
            await owner.WaitForExitAsync();
        }

        TestContext.Out.WriteLine($"{rounds} rounds, {refused} stale appends refused");
        Assert.That(refused, Is.EqualTo(rounds));
    }

    // True when the old owner was refused and nothing of it stands behind the take-over.
    private async Task<bool> RoundAsync(Process owner, string run)
    {
        await owner.StandardInput.WriteLineAsync(run);
        await owner.StandardInput.FlushAsync();
        for (var acked = 0; acked < 3; acked++)
            Assert.That(await owner.StandardOutput.ReadLineAsync(), Does.StartWith("acked "));
        Signal(owner, "STOP");
        using var taken = TakenOver(run);
        for (var n = 1; n <= 3; n++)
            taken.Put(Lines.Record(RecordTypes.TimerFired, "bob", n));
        Signal(owner, "CONT");
        string? last;
        do last = await owner.StandardOutput.ReadLineAsync();
        while (last?.StartsWith("acked ", StringComparison.Ordinal) == true);
        taken.Put(Lines.Record(RecordTypes.TimerFired, "bob", 4));
        var records = Store().Read(run).Records;
        var resumed = records.Single(r => r.Type == RecordTypes.RunResumed).Seq;
        Assert.That(records.Where(r => r.Seq > resumed).Select(r => r.Step), Is.All.EqualTo("bob"));
        Assert.That(records, Has.Count.EqualTo(resumed + 4));
        Assert.That(last, Does.StartWith($"refused Run {run} was taken over by bob@db2 (pid 4711) since"));
        return true;
    }

    private IJournal TakenOver(string run)
    {
        IJournal? journal = null;
        // The lease of the stopped one runs out by the database's clock, a quarter of a second later.
        Assert.That(
            () =>
            {
                try
                {
                    journal = Elsewhere().Resume(run, _ => Lines.Resumed);
                    return true;
                }
                catch (JournalLockedException e)
                {
                    Assert.That(e.Owner?.Operator, Is.EqualTo("alice"));
                    return false;
                }
            },
            Is.True.After(20_000, 20)
        );
        return journal!;
    }

    private Process Start()
    {
        var folder = AppContext.BaseDirectory.Replace(
            "RunbookDsl.Journal.Postgres.Tests",
            "RunbookDsl.Journal.Postgres.Tests.Owner",
            StringComparison.Ordinal
        );
        var start = new ProcessStartInfo(Path.Combine(folder, "RunbookDsl.Journal.Postgres.Tests.Owner"))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            ArgumentList = { Server.Cluster.Url(Name), Home },
        };
        return Process.Start(start)!;
    }

    private static void Signal(Process process, string name)
    {
        var start = new ProcessStartInfo("kill") { ArgumentList = { "-" + name, $"{process.Id}" } };
        using var kill = Process.Start(start)!;
        kill.WaitForExit();
    }
}
