using System.Diagnostics;

namespace RunbookDsl.Engine.Tests;

/// <summary>Two homes of one machine may each have a run of the same id, with the same steps.</summary>
[Parallelizable(ParallelScope.All)]
[CancelAfter(60_000)]
internal sealed class OldProcessesTests
{
    private const string Run = "20261121-031502-k3f9";

    [Test]
    public void A_program_of_a_run_with_the_same_id_in_another_home_is_none_of_ours()
    {
        var (mine, other) = (Here(), Here());
        try
        {
            var mark = new OldProcesses(mine, Run).Expect();
            new OldProcesses(other, Run).Expect();
            using var program = Start("work", mark);
            try
            {
                Assert.That(
                    new OldProcesses(mine, Run).Alive("work"),
                    Is.EqualTo(new[] { $"cat (pid {program.Id})" })
                );
                Assert.That(new OldProcesses(other, Run).Alive("work"), Is.Empty);
                Assert.That(new OldProcesses(mine, Run).Alive("rest"), Is.Empty);
            }
            finally
            {
                program.StandardInput.Close();
                program.WaitForExit();
            }
            Assert.That(new OldProcesses(mine, Run).Alive("work"), Is.Empty);
        }
        finally
        {
            Directory.Delete(mine, recursive: true);
            Directory.Delete(other, recursive: true);
        }
    }

    [Test]
    public void A_run_begun_before_there_were_marks_finds_its_programs_by_its_id()
    {
        var mine = Here();
        try
        {
            File.WriteAllBytes(Path.Combine(mine, "processes"), []);
            Assert.That(new OldProcesses(mine, Run).Expect(), Is.Null);
            using var program = Start("older", mark: null);
            try
            {
                Assert.That(
                    new OldProcesses(mine, Run).Alive("older"),
                    Is.EqualTo(new[] { $"cat (pid {program.Id})" })
                );
            }
            finally
            {
                program.StandardInput.Close();
                program.WaitForExit();
            }
        }
        finally
        {
            Directory.Delete(mine, recursive: true);
        }
    }

    private static string Here() => Directory.CreateTempSubdirectory("old-processes-").FullName;

    // It says a word first: from then on its variables are its own.
    private static Process Start(string step, string? mark)
    {
        var start = new ProcessStartInfo("cat")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment["RUNBOOK_RUN"] = Run;
        start.Environment["RUNBOOK_STEP"] = step;
        if (mark is not null)
            start.Environment["RUNBOOK_MARK"] = mark;
        var program = Process.Start(start)!;
        program.StandardInput.WriteLine("here");
        program.StandardOutput.ReadLine();
        return program;
    }
}
