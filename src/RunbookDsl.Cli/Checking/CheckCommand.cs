using RunbookDsl.Scripting;
using RunbookDsl.Scripting.Positions;

namespace RunbookDsl.Cli;

/// <summary>
/// <c>runbook check</c>: compiles and plans every file, and lints it; tells all that is wrong with all of
/// them.
/// </summary>
internal static class CheckCommand
{
    public static Task<int> RunAsync(Invocation invocation, Session session) =>
        Task.FromResult(Run(invocation, session));

    private static int Run(Invocation invocation, Session session)
    {
        if (invocation.Has("--against"))
            return CheckAgainst.Run(invocation, session);
        if (invocation.Has("--list-rules"))
            return RuleText.List(session, CheckFormat.Of(invocation));
        if (invocation.Value("--explain") is { } id)
            return RuleText.Explain(session, invocation, id);
        var format = CheckFormat.Of(invocation);
        var host = ScriptWorld.Host(session.Settings);
        var findings = new List<CheckFinding>();
        foreach (var file in CheckFiles.Of(invocation, session))
        {
            var found = Check(invocation, session, (host, file, format));
            findings.AddRange(found);
        }
        CheckFormat.Print(session, format, findings);
        return findings.Exists(f => f is { Severity: "error", Reason: null })
            ? ExitCodes.Usage
            : ExitCodes.Done;
    }

    private static List<CheckFinding> Check(
        Invocation invocation,
        Session session,
        (IScriptHost Host, string File, string Format) what
    )
    {
        var inputs = PlanInputs.Of(session, invocation, what.File) with { AllowsPlaceholders = true };
        var isText = what.Format == CheckFormat.Text;
        try
        {
            var loaded = ScriptWorld.Loader(what.Host, session.Settings).Load(inputs);
            var advice = Advice.Of(loaded.Plan);
            var findings = new List<CheckFinding>();
            foreach (var remark in advice)
                findings.Add(Finding("warning", remark.Id, remark.Message, remark.Where));
            var linted = LintedScript.Of(session.Settings, inputs.ScriptPath, loaded.Plan);
            linted.RemoveAll(l => findings.Exists(f => (f.Id, f.File, f.Line) == (l.Id, l.File, l.Line)));
            if (isText)
                Tell(session, what.File, loaded, (advice, linted));
            findings.AddRange(linted);
            return findings;
        }
        catch (Exception e) when (e is AuthoringException or ScriptCompilationException)
        {
            if (isText)
                session.Errors.Write(Failure.Text(e, session.Settings));
            return Findings(e);
        }
    }

    private static void Tell(
        Session session,
        string file,
        LoadedPlan loaded,
        (IReadOnlyList<AuthoringWarning> Advice, List<CheckFinding> Lint) said
    )
    {
        Advice.Tell(session, said.Advice);
        var (open, accepted) = (0, 0);
        foreach (var finding in said.Lint)
            if (finding.Reason is null)
            {
                session.Errors.Line(finding.Text(session.Settings.Shown));
                open += finding.Severity == "error" ? 1 : 0;
            }
        session.Remark(loaded);
        var count = loaded.Plan.Steps.Count;
        var steps = $"{count} step{(count == 1 ? "" : "s")}";
        session.Out.Line(
            open == 0 ? $"{file}: ok, {steps}"
            : open == 1 ? $"{file}: 1 error, {steps}"
            : $"{file}: {open} errors, {steps}"
        );
        foreach (var finding in said.Lint)
            if (finding.Reason is not null && accepted++ < 100)
                session.Out.Line($"  accepts {finding.Id} at line {finding.Line}: {finding.Reason}");
    }

    private static List<CheckFinding> Findings(Exception e)
    {
        var findings = new List<CheckFinding>();
        if (e is ScriptCompilationException compilation)
            foreach (var d in compilation.Diagnostics)
                findings.Add(
                    new(
                        d.File,
                        d.Line,
                        d.Column,
                        d.Severity == ScriptSeverity.Error ? "error" : "warning",
                        d.Id,
                        d.Message
                    )
                );
        if (e is AuthoringException authoring)
            foreach (var error in authoring.Errors)
                findings.Add(Finding("error", error.Id, error.Message, error.Where));
        return findings;
    }

    private static CheckFinding Finding(string severity, string id, string message, SourceLocation place)
    {
        var where = new ColumnFinder().Locate(place);
        return new(where.File, where.Line, where.Column, severity, id, message);
    }
}
