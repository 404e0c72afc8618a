using RunbookDsl.Lint;
using RunbookDsl.Scripting;
using RunbookDsl.Scripting.Compiling;
using RunbookDsl.Scripting.Positions;

namespace RunbookDsl.Cli;

/// <summary>What the rules say about a script and its plan, each thing once.</summary>
internal static class LintedScript
{
    public static List<CheckFinding> Of(ProcessSettings settings, string path, Plan plan)
    {
        var request = CompileRequest.For(path, ScriptWorld.Options(settings), ScriptProfile.Runbook);
        var text = ScriptLint.Read(request, CancellationToken.None);
        var findings = new List<CheckFinding>();
        foreach (var finding in text.Findings)
            findings.Add(
                new(
                    finding.Path,
                    finding.Line,
                    finding.Column,
                    Severity(finding.Severity),
                    finding.RuleId,
                    finding.Message
                )
            );
        foreach (var finding in PlanLint.Check(plan))
            if (!IsKnown(findings, text, finding))
                findings.Add(Planned(finding));
        foreach (var accepted in text.Overrides)
            findings.Add(Accepted(accepted));
        return findings;
    }

    // The text knows the place better; a step of a loop is in the plan several times.
    private static bool IsKnown(List<CheckFinding> findings, LintResult text, PlanFinding finding)
    {
        foreach (var accepted in text.Overrides)
            if (accepted.Accepts(finding.RuleId, finding.Where.File, finding.Where.Line))
                return true;
        return findings.Exists(f =>
            f.Id == finding.RuleId && f.File == finding.Where.File && f.Line == finding.Where.Line
        );
    }

    private static CheckFinding Planned(PlanFinding finding)
    {
        var where = new ColumnFinder().Locate(finding.Where);
        return new(
            where.File,
            where.Line,
            where.Column,
            Severity(finding.Severity),
            finding.RuleId,
            finding.Message
        );
    }

    private static CheckFinding Accepted(LintOverride accepted)
    {
        var rule = LintCatalogue.Find(accepted.RuleId)!;
        return new(accepted.Path, accepted.Line, 1, Severity(rule.Severity), rule.Id, rule.Title)
        {
            Reason = accepted.Reason,
        };
    }

    private static string Severity(LintSeverity severity) =>
        severity switch
        {
            LintSeverity.Error => "error",
            LintSeverity.Warning => "warning",
            _ => "hint",
        };
}
