namespace RunbookDsl.Lint;

/// <summary>An open port may be the machine before its reboot.</summary>
internal sealed class RebootUnproved : LintRule
{
    public override LintRuleInfo Info { get; } =
        new("RB0340", LintSeverity.Error, "A reboot is not proved by a new boot id")
        {
            Why =
                "The port answers before the machine goes down, and a reboot that never happened looks like a quick "
                + "one. The boot id of the kernel is another one only after a reboot.",
            Instead = "web.Reboot(): it reads the boot id before and after, and waits for the units.",
            Flagged = """
                Step("Reboot").Run(web.Exec("sudo", "reboot"));
                """,
            Clean = """
                Step("Reboot").Run(web.Reboot()).NoUndo("a reboot is a reboot");
                """,
        };

    public override void Look(ScriptShape script, Findings found)
    {
        foreach (var step in script.Steps)
        foreach (var command in step.Commands)
            if (CommandDeeds.Of(command).HasFlag(Deed.Reboot) && !script.MayBeAfter(step, AsksBootId))
                found.Add(
                    step,
                    $"after `{Shown.Of(command)}` nothing proves that the host was away: use web.Reboot(), which "
                        + "compares the boot id.",
                    Instead(step)
                );
    }

    private static bool AsksBootId(ShapeStep step) =>
        step.Shell.Any(s => s.Text.Contains("boot_id", StringComparison.Ordinal));

    private static LintFix[] Instead(ShapeStep step) =>
        step.Operation is { Verb: "SshHost.Exec", Factory.Call.Expression: var called, Syntax: var syntax }
        && called is Microsoft.CodeAnalysis.CSharp.Syntax.MemberAccessExpressionSyntax access
            ? [Fixes.Replace("Reboot by the operation", syntax, $"{access.Expression}.Reboot()")]
            : [];
}
