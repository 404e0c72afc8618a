using RunbookDsl.Journal;
using RunbookDsl.Runbooks.Tests;

namespace RunbookDsl.Crash.Tests;

/// <summary>The runner is killed while a tool it has started goes on, and acts later.</summary>
[NonParallelizable]
public sealed class OrphanSpecs
{
    private static readonly string Script = Path.Combine(
        Path.GetDirectoryName(RunbookProgram.Script)!,
        "orphan.csx"
    );

    [Test, CancelAfter(60_000)]
    public async Task Nobody_looks_at_the_world_before_the_tool_of_the_killed_runner_has_ended(
        CancellationToken cancellation
    )
    {
        using var at = Case.New();
        try
        {
            await KillTheRunnerAsync(at, cancellation);
            using var next = RunbookProgram.Start(
                at,
                ["dotnet", Tree.Program, "resume", at.RunId!, "--non-interactive"]
            );
            var told = await ReadToAsync(next.StandardOutput, "still at work", cancellation);
            Assert.That(
                told,
                Does.Contain("a process of the interrupted attempt is still at work: sh (pid ")
            );
            Assert.That(at.Read().Records.Select(r => r.Type), Does.Not.Contain(RecordTypes.StepProbe));
            await LetGoAsync(at);
            await next.WaitForExitAsync(cancellation);
            Assert.That(next.ExitCode, Is.Zero, await next.StandardError.ReadToEndAsync(cancellation));
        }
        finally
        {
            await LetGoAsync(at);
        }
        Assert.That(at.Log().Select(e => e.ToString()), Is.EqualTo(["tool=acted"]));
        Assert.That(at.Read().Records.Count(r => r.Type == RecordTypes.StepProbe), Is.EqualTo(1));
    }

    // The tool acts, and ends, when this file is there.
    private static Task LetGoAsync(Case at) => File.WriteAllTextAsync(at.Effects + ".go", "");

    private static async Task KillTheRunnerAsync(Case at, CancellationToken cancellation)
    {
        using var killed = RunbookProgram.Start(
            at,
            ["dotnet", Tree.Program, "exec", Script, "--non-interactive"]
        );
        await ReadToAsync(killed.StandardOutput, "note: tool ", cancellation);
        killed.Kill();
        await killed.WaitForExitAsync(cancellation);
    }

    private static async Task<string> ReadToAsync(
        StreamReader output,
        string wanted,
        CancellationToken cancellation
    )
    {
        var seen = "";
        while (await output.ReadLineAsync(cancellation) is { } line)
        {
            seen += line + "\n";
            if (line.Contains(wanted, StringComparison.Ordinal))
                return line;
        }
        throw new AssertionException($"nothing with '{wanted}' was said:\n{seen}");
    }
}
