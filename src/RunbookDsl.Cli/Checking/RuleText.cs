using System.Text.Json;
using RunbookDsl.Lint;

namespace RunbookDsl.Cli;

/// <summary><c>check --list-rules</c> and <c>check --explain RB0309</c>.</summary>
internal static class RuleText
{
    public static int List(Session session, string format)
    {
        if (format == CheckFormat.Json)
            RunJson.Print(session.Out, Write);
        else
            foreach (var rule in LintCatalogue.Rules)
                session.Out.Line($"{rule.Id}  {rule.Severity, -7}  {When(rule), -16}  {rule.Title}");
        return ExitCodes.Done;
    }

    public static int Explain(Session session, Invocation invocation, string id)
    {
        var rule =
            LintCatalogue.Find(id)
            ?? throw new UsageException(
                $"there is no rule {id}: `runbook check --list-rules` lists all.",
                invocation.Command
            );
        session.Out.Write(LintCatalogue.Page(rule));
        return ExitCodes.Done;
    }

    private static void Write(Utf8JsonWriter w)
    {
        w.WriteStartArray();
        foreach (var rule in LintCatalogue.Rules)
        {
            w.WriteStartObject();
            w.WriteString("id", rule.Id);
            w.WriteString("origin", rule.Origin);
            w.WriteString("severity", $"{rule.Severity}".ToLowerInvariant());
            w.WriteString("decided", When(rule));
            w.WriteString("title", rule.Title);
            w.WriteString("why", rule.Why);
            w.WriteString("instead", rule.Instead);
            if (rule.ToldBy is { } by)
                w.WriteString("toldBy", by);
            w.WriteEndObject();
        }
        w.WriteEndArray();
    }

    private static string When(LintRuleInfo rule) =>
        $"{rule.Moment}".ToLowerInvariant().Replace(", ", ",", StringComparison.Ordinal);
}
