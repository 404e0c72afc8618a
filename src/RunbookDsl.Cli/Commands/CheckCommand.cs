using System.Text.Json;
using RunbookDsl.Scripting;
using RunbookDsl.Scripting.Positions;

namespace RunbookDsl.Cli;

/// <summary><c>runbook check</c>: compiles and plans every file; tells all mistakes of all of them.</summary>
internal static class CheckCommand
{
    public static Task<int> RunAsync(Invocation invocation, Session session)
    {
        if (invocation.Has("--against"))
            return Task.FromResult(CheckAgainst.Run(invocation, session));
        var host = ScriptWorld.Host(session.Settings);
        var findings = new List<CheckFinding>();
        var isWrong = false;
        foreach (var file in invocation.Arguments)
        {
            var inputs = PlanInputs.Of(session, invocation, file) with { AllowsPlaceholders = true };
            try
            {
                var loaded = ScriptWorld.Loader(host, session.Settings).Load(inputs);
                var advice = Advice.Of(loaded.Plan);
                foreach (var remark in advice)
                    findings.Add(Finding("warning", remark.Id, remark.Message, remark.Where));
                if (invocation.Has("--json"))
                    continue;
                Advice.Tell(session, advice);
                Tell(session, file, loaded);
            }
            catch (Exception e) when (e is AuthoringException or ScriptCompilationException)
            {
                isWrong = true;
                findings.AddRange(Findings(e));
                if (!invocation.Has("--json"))
                    session.Errors.Write(Failure.Text(e, session.Settings));
            }
        }
        if (invocation.Has("--json"))
            RunJson.Print(session.Out, w => Write(w, findings));
        return Task.FromResult(isWrong ? ExitCodes.Usage : ExitCodes.Done);
    }

    private static void Tell(Session session, string file, LoadedPlan loaded)
    {
        session.Remark(loaded);
        var count = loaded.Plan.Steps.Count;
        session.Out.Line($"{file}: ok, {count} step{(count == 1 ? "" : "s")}");
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

    private static void Write(Utf8JsonWriter w, List<CheckFinding> findings)
    {
        w.WriteStartArray();
        foreach (var finding in findings)
        {
            w.WriteStartObject();
            w.WriteString("file", finding.File);
            w.WriteNumber("line", finding.Line);
            w.WriteNumber("column", finding.Column);
            w.WriteString("severity", finding.Severity);
            w.WriteString("id", finding.Id);
            w.WriteString("message", finding.Message);
            w.WriteEndObject();
        }
        w.WriteEndArray();
    }
}
