namespace RunbookDsl.Lint;

/// <summary>What apt is going to do is shown before it does it.</summary>
internal sealed class UpgradeUnseen : LintRule
{
    public override LintRuleInfo Info { get; } =
        new("RB0344", LintSeverity.Error, "Packages are upgraded that nobody has seen")
        {
            Why =
                "FabulAWS' documentation says that upgrade_packages asks; its code runs apt-get -qq -y upgrade. On a "
                + "database host the server is restarted by it.",
            Instead =
                "var plan = Step(\"Plan\").Run(web.Apt().Plan()); a GoNoGo; then web.Apt().Upgrade(plan), which refuses "
                + "when the plan has changed; web.Apt().Hold(…) for what must stay.",
            Flagged = """
                Step("Update").Run(web.Exec("sudo", "apt", "upgrade", "-y"));
                """,
            Clean = """
                var plan = Step("Plan").Run(web.Apt().Plan());
                GoNoGo("Upgrade as planned?").Id("go");
                Step("Upgrade").Run(web.Apt().Upgrade(plan));
                """,
        };

    public override void Look(ScriptShape script, Findings found)
    {
        foreach (var step in script.Steps)
        {
            foreach (var command in step.Commands)
                if (CommandDeeds.Of(command).HasFlag(Deed.Packages))
                    found.Add(
                        step,
                        $"`{Shown.Of(command)}` upgrades whatever is new at that moment: plan it with web.Apt().Plan(), "
                            + "let somebody see the plan, and run web.Apt().Upgrade(plan)."
                    );
            if (
                step.Is("HostApt.Upgrade")
                && !script.MayBeBefore(step, s => s.Does(Deed.Asks))
                && !step.Has("Confirm")
            )
                found.Add(
                    step,
                    "nobody is asked about the packages of the plan: write GoNoGo(\"Upgrade as planned?\") before it.",
                    Fixes.Before("Ask before it", step, "GoNoGo(\"Upgrade as planned?\").Id(\"go\");")
                );
        }
    }
}
