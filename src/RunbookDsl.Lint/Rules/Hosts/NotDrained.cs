namespace RunbookDsl.Lint;

/// <summary>A member of a fleet is taken out before it is worked on.</summary>
internal sealed class NotDrained : LintRule
{
    public override LintRuleInfo Info { get; } =
        new("RB0343", LintSeverity.Warning, "Hosts of a fleet are upgraded or rebooted while they serve")
        {
            Why = "Requests that the load balancer sends to a host in the middle of its upgrade fail.",
            Instead =
                "A step that takes the host out, Temporarily, before; or Rolling with Drain, which takes it in again.",
            Flagged = """
                ForEach(["web-1", "web-2"], h => Step("Reboot").Run(Ssh.Host(h).Reboot()).NoUndo("a reboot"));
                """,
            Clean = """
                ForEach(
                    ["web-1", "web-2"],
                    h =>
                    {
                        var away = Step("Out")
                            .Run(Temporarily(Ssh.Host(h).WriteFile("/srv/health/drained", "x\n")));
                        Step("Reboot").Run(Ssh.Host(h).Reboot()).NoUndo("a reboot is a reboot");
                        Step("In").Run(PutBack(away));
                    }
                );
                """,
        };

    public override void Look(ScriptShape script, Findings found)
    {
        foreach (var step in script.Steps)
            if (
                step.Loop is LoopKind.Each or LoopKind.Rolling
                && step.Does(Deed.Reboot | Deed.Packages)
                && !script.Before(step).Any(s => s.IsTemporary || s.Kind == StepKind.Elsewhere)
                && !script.Before(step).Any(s => s.Does(Deed.PageOn))
            )
                found.Add(
                    step,
                    "requests that reach the host meanwhile fail: take it out of the load balancer before, with a "
                        + "Temporarily step or Rolling's Drain."
                );
    }
}
