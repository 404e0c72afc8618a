using System.Globalization;
using System.Text;

namespace RunbookDsl.Lint;

/// <summary>A rule's page, as Markdown.</summary>
internal static class RulePage
{
    public static string Of(LintRuleInfo rule)
    {
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"# {rule.Id}: {rule.Title}\n\n");
        page.Append(CultureInfo.InvariantCulture, $"{rule.Severity}, {When(rule)}");
        page.Append(rule.Origin.Length == 0 ? ".\n\n" : $"; {rule.Origin} of the catalogue.\n\n");
        page.Append(CultureInfo.InvariantCulture, $"{rule.Why}\n\n**Instead:** {rule.Instead}\n");
        if (rule.ToldBy is { } by)
            page.Append(CultureInfo.InvariantCulture, $"\n**Told by:** {by}\n");
        Example(page, "It finds fault with", rule.Flagged);
        Example(page, "It is content with", rule.Clean);
        if (rule.Moment != LintMoment.Run)
            page.Append(
                CultureInfo.InvariantCulture,
                $"\nTo accept a finding write above the statement: `// lint: {rule.Id} because` and the reason.\n"
            );
        return page.ToString();
    }

    private static string When(LintRuleInfo rule)
    {
        var times = new List<string>();
        if (rule.Moment.HasFlag(LintMoment.Static))
            times.Add("as it is typed");
        if (rule.Moment.HasFlag(LintMoment.Plan))
            times.Add("when it is planned");
        if (rule.Moment.HasFlag(LintMoment.Run))
            times.Add("when it is rehearsed or run");
        return $"decided {string.Join(" and ", times)}";
    }

    private static void Example(StringBuilder page, string title, string code)
    {
        if (code.Length > 0)
            page.Append(CultureInfo.InvariantCulture, $"\n{title}:\n\n```csharp\n{code}\n```\n");
    }
}
