namespace RunbookDsl.Cli;

/// <summary>
/// <c>runbook doctor</c>: what this machine lacks, each with the one command that installs it.
/// </summary>
internal static class DoctorCommand
{
    public static Task<int> RunAsync(Invocation invocation, Session session)
    {
        var findings = new Examination(session, invocation).Look();
        var isWell = findings.TrueForAll(f => f.Remedy is null);
        if (invocation.Has("--json"))
            Write(session, findings);
        else
            foreach (var finding in findings)
            {
                session.Out.Line(
                    $"{(finding.Remedy is null ? "ok     " : "MISSING")}  {finding.Name}: {finding.Detail}"
                );
                if (finding.Remedy is { } remedy)
                    session.Out.Line($"         run: {remedy}");
            }
        return Task.FromResult(isWell ? ExitCodes.Done : ExitCodes.Held);
    }

    private static void Write(Session session, List<Finding> findings) =>
        RunJson.Print(
            session.Out,
            w =>
            {
                w.WriteStartArray();
                foreach (var finding in findings)
                {
                    w.WriteStartObject();
                    w.WriteString("name", finding.Name);
                    w.WriteBoolean("ok", finding.Remedy is null);
                    w.WriteString("detail", finding.Detail);
                    w.WriteString("remedy", finding.Remedy);
                    w.WriteEndObject();
                }
                w.WriteEndArray();
            }
        );
}
