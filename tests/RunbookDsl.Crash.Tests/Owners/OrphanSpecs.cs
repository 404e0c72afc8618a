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
        using var killed = RunbookProgram.Start(
            at,
            ["dotnet", Tree.Program, "exec", Script, "--non-interactive"]
        );
        await ReadToAsync(killed.StandardOutput, "is at work", cancellation);
        killed.Kill();
        await killed.WaitForExitAsync(cancellation);

        using var next = RunbookProgram.Start(
            at,
            ["dotnet", Tree.Program, "resume", at.RunId!, "--non-interactive"]
        );
        var told = await ReadToAsync(next.StandardOutput, "waiting", cancellation);
        Assert.That(told, Does.Contain("a process of the interrupted attempt is still at work: sh (pid "));
        Assert.That(at.Read().Records.Select(r => r.Type), Does.Not.Contain(RecordTypes.StepProbe));
        await File.WriteAllTextAsync(at.Effects + ".go", "", cancellation);
        await next.WaitForExitAsync(cancellation);

        Assert.That(next.ExitCode, Is.Zero, await next.StandardError.ReadToEndAsync(cancellation));
        Assert.That(at.Log().Select(e => e.ToString()), Is.EqualTo(["tool=acted"]));
        Assert.That(at.Read().Records.Count(r => r.Type == RecordTypes.StepProbe), Is.EqualTo(1));
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
