namespace RunbookDsl.Lint;

/// <summary>Whoever breaks the glass tells afterwards.</summary>
internal sealed class BrokenGlass : LintRule
{
    public override LintRuleInfo Info { get; } =
        new("RB0386", LintSeverity.Error, "An approval may be left out, and nothing follows from it")
        {
            Moment = LintMoment.Static | LintMoment.Run,
            Why =
                "\"If the issue is severe you can use your judgement to begin correction without approval\": then those "
                + "who were not asked are told.",
            Instead = "A later step .When(approval.Is(a => a.IsBreakGlass)) that tells them.",
            ToldBy =
                "That the operator is not an approver is seen by the engine: `runbook approve` refuses him.",
            Flagged = """
                var approval = Step("Solution approved").Approve().BreakGlass();
                Step("Restart").Run(web.Unit("shop").Restart()).NoUndo("a restart is a restart");
                """,
            Clean = """
                var approval = Step("Solution approved").Approve().BreakGlass();
                Step("Restart").Run(web.Unit("shop").Restart()).NoUndo("a restart is a restart");
                Step("Told afterwards")
                    .Run(Slack.Post("#management", "done without approval", Secret("SLACK")))
                    .When(approval.Is(a => a.IsBreakGlass))
                    .NoUndo("it was read");
                """,
        };

    public override void Look(ScriptShape script, Findings found)
    {
        foreach (var step in script.Steps)
        {
            if (step.Has("BreakGlass") && !script.MayBeAfter(step, Follows))
                found.Add(
                    step,
                    "nothing tells those who were not asked: write a later step with .When(approval.Is(a => "
                        + "a.IsBreakGlass))."
                );
            if (step.Link("Approve")?.Argument(0, "by")?.ToString() == "0")
                found.Add(
                    step,
                    "nobody is asked: .Approve(by: 0) is no approval; write GoNoGo(\"…\") or by: 1."
                );
        }
    }

    private static bool Follows(ShapeStep step) =>
        step.Links.Any(l =>
            l.Name == "When"
            && l.Call.ArgumentList.ToString().Contains("IsBreakGlass", StringComparison.Ordinal)
        );
}
