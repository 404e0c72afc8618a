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
        var phase = StatusNames.Of(state.Step(step).Phase);
        if (invocation.Has("--json"))
            RunJson.Print(
                session.Out,
                w =>
                {
                    w.WriteStartObject();
                    w.WriteString("id", open.RunId);
                    w.WriteString("step", step);
                    w.WriteString("state", phase);
                    w.WriteEndObject();
                }
            );
        else
            session.Out.Write(
                $"'{step}' of run {open.RunId} is now {phase}.\n"
                    + $"Next:    runbook resume {open.RunId}{session.JournalSuffix(invocation)}\n"
            );
        return Task.FromResult(ExitCodes.Done);
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
        new("say one of --done, --rerun, --undone, --skip.", invocation.Command);
}
