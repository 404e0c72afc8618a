using System.Text.Json;
using RunbookDsl.Lint;

namespace RunbookDsl.Cli;

/// <summary>Findings in SARIF 2.1.0, which code hosts show beside the lines they are about.</summary>
internal static class SarifReport
{
    public static void Write(Utf8JsonWriter w, List<CheckFinding> findings, string root)
    {
        w.WriteStartObject();
        w.WriteString("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
        w.WriteString("version", "2.1.0");
        w.WriteStartArray("runs");
        w.WriteStartObject();
        Tool(w, findings);
        w.WriteString("columnKind", "utf16CodeUnits");
        w.WriteStartArray("results");
        foreach (var finding in findings)
            Result(w, finding, root);
        w.WriteEndArray();
        w.WriteEndObject();
        w.WriteEndArray();
        w.WriteEndObject();
    }

    private static void Tool(Utf8JsonWriter w, List<CheckFinding> findings)
    {
        w.WriteStartObject("tool");
        w.WriteStartObject("driver");
        w.WriteString("name", "runbook");
        w.WriteStartArray("rules");
        var told = new HashSet<string>();
        foreach (var finding in findings)
            if (told.Add(finding.Id) && LintCatalogue.Find(finding.Id) is { } rule)
            {
                w.WriteStartObject();
                w.WriteString("id", rule.Id);
                Message(w, "shortDescription", rule.Title);
                Message(w, "fullDescription", rule.Why);
                Message(w, "help", LintCatalogue.Page(rule));
                w.WriteEndObject();
            }
        w.WriteEndArray();
        w.WriteEndObject();
        w.WriteEndObject();
    }

    private static void Result(Utf8JsonWriter w, CheckFinding finding, string root)
    {
        w.WriteStartObject();
        w.WriteString("ruleId", finding.Id);
        w.WriteString("level", finding.Severity == "hint" ? "note" : finding.Severity);
        Message(w, "message", finding.Message);
        w.WriteStartArray("locations");
        w.WriteStartObject();
        w.WriteStartObject("physicalLocation");
        w.WriteStartObject("artifactLocation");
        w.WriteString("uri", Address(finding.File, root));
        w.WriteEndObject();
        if (finding.Line > 0)
        {
            w.WriteStartObject("region");
            w.WriteNumber("startLine", finding.Line);
            w.WriteNumber("startColumn", Math.Max(1, finding.Column));
            w.WriteEndObject();
        }
        w.WriteEndObject();
        w.WriteEndObject();
        w.WriteEndArray();
        if (finding.Reason is { } reason)
        {
            w.WriteStartArray("suppressions");
            w.WriteStartObject();
            w.WriteString("kind", "inSource");
            w.WriteString("justification", reason);
            w.WriteEndObject();
            w.WriteEndArray();
        }
        w.WriteEndObject();
    }

    // Relative to where it was asked: a code host knows no other folder.
    private static string Address(string file, string root)
    {
        var relative = Path.GetRelativePath(root, file);
        return relative.StartsWith("..", StringComparison.Ordinal)
            ? new Uri(file).AbsoluteUri
            : Uri.EscapeDataString(relative).Replace("%2F", "/", StringComparison.Ordinal);
    }

    private static void Message(Utf8JsonWriter w, string name, string text)
    {
        w.WriteStartObject(name);
        w.WriteString("text", text);
        w.WriteEndObject();
    }
}
