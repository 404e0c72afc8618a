using Microsoft.CodeAnalysis;

namespace RunbookDsl.Lint;

/// <summary>A unit that is only stopped is started again by the next boot.</summary>
internal sealed class StoppedNotHeld : LintRule
{
    public override LintRuleInfo Info { get; } =
        new("RB0341", LintSeverity.Error, "A unit is stopped, not held, and a reboot or a deployment follows")
        {
            Why =
                "An enabled unit is started at boot, and a deployment starts what it brings: in the middle of the "
                + "maintenance the application is back.",
            Instead = "Temporarily(web.Unit(\"shop\").Hold()): stopped and masked until it is put back.",
            Flagged = """
                Step("Stop").Run(web.Exec("sudo", "systemctl", "stop", "shop"));
                Step("Reboot").Run(web.Reboot()).NoUndo("a reboot is a reboot");
                """,
            Clean = """
                var held = Step("Hold").Run(Temporarily(web.Unit("shop").Hold()));
                Step("Reboot").Run(web.Reboot().Holding("shop")).NoUndo("a reboot is a reboot");
                Step("Runs again").Run(PutBack(held));
                """,
        };

    public override void Look(ScriptShape script, Findings found)
    {
        foreach (var step in script.Steps)
            if (Stops(step))
            {
                var next = script
                    .After(step)
                    .TakeWhile(s => !Starts(s))
                    .FirstOrDefault(s => s.Does(Deed.Reboot | Deed.Deploy));
                if (next is not null && !script.Between(step, next).Any(Masks))
                    found.Add(
                        step,
                        $"\"{next.Name}\" starts it again, in the middle of the maintenance: hold it instead, with "
                            + "Temporarily(web.Unit(\"…\").Hold()).",
                        Hold(step)
                    );
            }
    }

    private static bool Stops(ShapeStep step) =>
        step.Is("HostUnit.Stop")
        || step.Commands.Any(c => c.Program is "systemctl" or "service" && c.Has("stop"));

    private static bool Starts(ShapeStep step) =>
        step.Is("HostUnit.Start", "HostUnit.Restart")
        || step.Commands.Any(c => c.Program is "systemctl" or "service" && c.Has("start", "restart"));

    private static bool Masks(ShapeStep step) =>
        step.Is("HostUnit.Mask", "HostUnit.Hold")
        || step.Commands.Any(c => c.Is("systemctl") && c.Has("mask"));

    private static LintFix[] Hold(ShapeStep step) =>
        step is { Operation: { Verb: "HostUnit.Stop", Factory: { } stop } call, IsTemporary: false }
        && stop.Call.Expression is Microsoft.CodeAnalysis.CSharp.Syntax.MemberAccessExpressionSyntax access
            ?
            [
                Fixes.Replace(
                    "Hold it until it is put back",
                    call.Syntax,
                    $"Temporarily({access.Expression}.Hold())"
                ),
            ]
            : [];
}
