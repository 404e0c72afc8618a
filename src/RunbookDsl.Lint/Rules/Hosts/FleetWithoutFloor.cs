namespace RunbookDsl.Lint;

/// <summary>Enough members of a fleet serve at any time.</summary>
internal sealed class FleetWithoutFloor : LintRule
{
    public override LintRuleInfo Info { get; } =
        new(
            "RB0342",
            LintSeverity.Error,
            "Hosts are taken out one after the other, and nobody counts who still serves"
        )
        {
            Moment = LintMoment.Static | LintMoment.Run,
            Why =
                "A host that did not come back is not noticed; the loop takes the next one out, until none is left.",
            Instead =
                "Rolling(hosts, new() { AtLeast = 1, Serving = h => Ssh.Host(h).Unit(\"nginx\").AssertActive() }, …).",
            ToldBy =
                "Rolling asks the others before each turn; which host is the primary only its world knows.",
            Flagged = """
                Rolling(
                    ["web-1", "web-2"],
                    new() { Batch = 1 },
                    h => Step("Reboot").Run(Ssh.Host(h).Reboot()).NoUndo("a reboot is a reboot")
                );
                """,
            Clean = """
                Rolling(
                    ["web-1", "web-2"],
                    new() { AtLeast = 1, Serving = h => Ssh.Host(h).Unit("nginx").AssertActive() },
                    h => Step("Reboot").Run(Ssh.Host(h).Reboot()).NoUndo("a reboot is a reboot")
                );
                """,
        };

    public override void Look(ScriptShape script, Findings found)
    {
        foreach (var step in script.Steps)
            if (
                step.Loop is LoopKind.Rolling or LoopKind.Drained
                && step.Does(Deed.Reboot | Deed.Packages | Deed.Closes)
                && RollingOf(step) is { } rolling
                && !rolling.ArgumentList.ToString().Contains("AtLeast", StringComparison.Ordinal)
            )
                found.Add(
                    rolling.ArgumentList.Arguments[1],
                    "nobody asks whether enough others serve before a member is taken out: write AtLeast and Serving."
                );
    }

    private static Microsoft.CodeAnalysis.CSharp.Syntax.InvocationExpressionSyntax? RollingOf(
        ShapeStep step
    ) =>
        step
            .Node.Ancestors()
            .OfType<Microsoft.CodeAnalysis.CSharp.Syntax.InvocationExpressionSyntax>()
            .FirstOrDefault(i =>
                i.ArgumentList.Arguments.Count > 1
                && i.Expression
                    is Microsoft.CodeAnalysis.CSharp.Syntax.SimpleNameSyntax
                    {
                        Identifier.ValueText: "Rolling",
                    }
            );
}
