using System.Text.Json;

namespace RunbookDsl.Cli;

/// <summary>The forms in which <c>check</c> tells what it found.</summary>
internal static class CheckFormat
{
    public const string Text = "text";
    public const string Json = "json";
    public const string Sarif = "sarif";
    public const string MsBuild = "msbuild";

    public static string Of(Invocation invocation)
    {
        var format = invocation.Value("--format") ?? (invocation.Has("--json") ? Json : Text);
        return format is Text or Json or Sarif or MsBuild
            ? format
            : throw new UsageException(
                $"--format is text, json, sarif or msbuild, not {format}.",
                invocation.Command
            );
    }

    /// <summary>All findings, in a form other than text; text is printed file by file.</summary>
    public static void Print(Session session, string format, List<CheckFinding> findings)
    {
        switch (format)
        {
            case Json:
                RunJson.Print(session.Out, w => Write(w, findings));
                break;
            case Sarif:
                RunJson.Print(
                    session.Out,
                    w => SarifReport.Write(w, findings, session.Settings.WorkingDirectory)
                );
                break;
            case MsBuild:
                foreach (var finding in findings)
                    if (finding.Reason is null)
                        session.Out.Line(finding.Text(path => path));
                break;
        }
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
            w.WriteString("severity", finding.Reason is null ? finding.Severity : "accepted");
            w.WriteString("id", finding.Id);
            w.WriteString("message", finding.Message);
            if (finding.Reason is { } reason)
                w.WriteString("reason", reason);
            w.WriteEndObject();
        }
        w.WriteEndArray();
    }
}
