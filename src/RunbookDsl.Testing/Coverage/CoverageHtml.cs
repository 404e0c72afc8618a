using System.Net;
using System.Text;

namespace RunbookDsl.Testing;

/// <summary>Coverage for a browser: without script, and without anything from elsewhere.</summary>
internal static class CoverageHtml
{
    private const string Style =
        "body{font:15px/1.4 sans-serif;margin:2em auto;max-width:60em;color:#222;background:#fff}"
        + "table{border-collapse:collapse;width:100%}"
        + "td,th{text-align:left;padding:.2em .6em;border-bottom:1px solid #ddd;vertical-align:top}"
        + ".no{background:#fde8e8}.no td:first-child::before{content:\"\\2717  \"}"
        + ".yes td:first-child::before{content:\"\\2713  \"}code{font-size:13px}";

    public static string Of(CoverageReport report)
    {
        var text = new StringBuilder();
        var name = WebUtility.HtmlEncode(report.Runbook);
        text.Append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        text.Append("<meta name=\"viewport\" content=\"width=device-width\">\n");
        text.Append($"<title>Rehearsed: {name}</title>\n<style>{Style}</style>\n</head>\n<body>\n");
        text.Append(
            $"<h1>{name}</h1>\n<p>{CoverageText.Share(report.Rehearsed, report.Declared)} rehearsed</p>\n"
        );
        foreach (var step in report.Rows.GroupBy(r => r.Cell.Step))
            Step(text, [.. step]);
        return text.Append("</body>\n</html>\n").ToString();
    }

    private static void Step(StringBuilder text, IReadOnlyList<CoverageRow> rows)
    {
        var cell = rows[0].Cell;
        var share = CoverageText.Share(rows.Count(r => r.IsRehearsed), rows.Count);
        text.Append($"<h2>{WebUtility.HtmlEncode(cell.Step)}</h2>\n");
        text.Append($"<p><code>{WebUtility.HtmlEncode(cell.Place)}</code>, {share}</p>\n<table>\n");
        text.Append("<tr><th>what</th><th>kind</th><th>rehearsed</th></tr>\n");
        foreach (var row in rows)
        {
            text.Append($"<tr class=\"{(row.IsRehearsed ? "yes" : "no")}\">");
            text.Append($"<td>{WebUtility.HtmlEncode(row.Cell.What)}</td><td>{Words.Of(row.Cell.Kind)}</td>");
            text.Append($"<td>{(row.IsRehearsed ? "yes" : "no")}</td></tr>\n");
        }
        text.Append("</table>\n");
    }
}
