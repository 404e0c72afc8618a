namespace RunbookDsl.Hosts.Tests.Runner;

/// <summary>
/// The plans a test may have carried out; what they do is told by the folder's <c>work.sh</c>.
/// </summary>
internal static class Plans
{
    public static Plan Of(string kind, string folder)
    {
        var session = new AuthoringSession(new AuthoringInputs(Path.Combine(folder, "test.csx")));
        using (session.Enter())
            if (kind == "plain")
                Plain(folder);
            else
                Detached(folder);
        return session.Build();
    }

    // Each look of the probe is written down; it says what it sees, which is wrong a moment later.
    private static void Plain(string folder) =>
        Verbs
            .Step("work")
            .Run(Local.Exec("sh", "work.sh"))
            .Probe(ctx =>
            {
                if (!ctx.IsInDoubt)
                    return Task.FromResult(ProbeState.NotDone);
                File.AppendAllText(Path.Combine(folder, "probes"), "look\n");
                var isDone = File.Exists(Path.Combine(folder, "effects"));
                return Task.FromResult(isDone ? ProbeState.Done : ProbeState.NotDone);
            })
            .Undo(ctx =>
            {
                File.AppendAllText(Path.Combine(folder, "effects"), "undone\n");
                return Task.CompletedTask;
            });

    private static void Detached(string folder)
    {
        var work = Verbs.Step("work").Run(Local.Exec("sh", "work.sh").Accept(0, 3).Detached());
        Verbs
            .Step("use")
            .Run(ctx =>
            {
                var result = ctx.Read(work.Output);
                File.WriteAllText(
                    Path.Combine(folder, "result"),
                    $"{result.ExitCode}|{result.Output}|{result.Error}"
                );
                return Task.CompletedTask;
            })
            .Idempotent();
    }
}
