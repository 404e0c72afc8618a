using RunbookDsl.Engine;

namespace RunbookDsl.Cli;

/// <summary><c>runbook resolve</c>: a person's decision about a step, into the journal.</summary>
internal static class ResolveCommand
{
    private static readonly (string Option, ResolutionKind Kind)[] Kinds =
    [
        ("--done", ResolutionKind.Done),
        ("--rerun", ResolutionKind.Rerun),
        ("--undone", ResolutionKind.Undone),
        ("--skip", ResolutionKind.Skip),
    ];

    public static Task<int> RunAsync(Invocation invocation, Session session)
    {
        if (invocation.Has("--from-spill"))
            return Task.FromResult(FromSpill(invocation, session));
        if (invocation.Argument(2) is { } file)
            throw new UsageException($"'{file}' is one argument too many.", invocation.Command);
        var kind = Kind(invocation);
        if (invocation.Value("--reason") is not { Length: > 0 } reason)
            throw new UsageException("a decision wants its --reason.", invocation.Command);
        using var open = OpenRun.Find(session, invocation);
        var step = invocation.Argument(1)!;
        var resolution = new Resolution(step, kind, reason) { ResultJson = invocation.Value("--result") };
        var state = new RunbookEngine(open.Services with { Observer = new SilentObserver() }).Resolve(
            open.RunId,
            open.Request,
            resolution
        );
        Print(invocation, session, open.RunId, state.Step(step));
        return Task.FromResult(ExitCodes.Done);
    }

    private static int FromSpill(Invocation invocation, Session session)
    {
        foreach (var (option, _) in Kinds)
            if (invocation.Has(option))
                throw new UsageException(
                    $"{option} and --from-spill exclude each other.",
                    invocation.Command
                );
        using var open = OpenRun.Find(session, invocation);
        var step = invocation.Argument(1)!;
        var spill = Spills.Find(session, invocation, open.RunId, step);
        var state = new RunbookEngine(open.Services with { Observer = new SilentObserver() }).Resolve(
            open.RunId,
            open.Request,
            spill
        );
        // What it says is durable in the journal now.
        File.Delete(spill.File);
        Print(invocation, session, open.RunId, state.Step(step));
        return ExitCodes.Done;
    }

    private static void Print(Invocation invocation, Session session, string runId, StepState state)
    {
        var step = state.Id;
        var phase = StatusNames.Of(state.Phase);
        if (invocation.Has("--json"))
            RunJson.Print(
                session.Out,
                w =>
                {
                    w.WriteStartObject();
                    w.WriteString("id", runId);
                    w.WriteString("step", step);
                    w.WriteString("state", phase);
                    w.WriteEndObject();
                }
            );
        else
            session.Out.Write(
                $"'{step}' of run {runId} is now {phase}.\n"
                    + $"Next:    runbook resume {runId}{session.JournalSuffix(invocation)}\n"
            );
    }

    private static ResolutionKind Kind(Invocation invocation)
    {
        ResolutionKind? found = null;
        foreach (var (option, kind) in Kinds)
            if (invocation.Has(option))
                found = found is null ? kind : throw OnlyOne(invocation);
        return found ?? throw OnlyOne(invocation);
    }

    private static UsageException OnlyOne(Invocation invocation) =>
        new("say one of --done, --rerun, --undone, --skip, --from-spill.", invocation.Command);
}
