using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RunbookDsl.LanguageServer;

/// <summary><c>textDocument/inlayHint</c>: the time on the clock behind one that is told by the
/// window.</summary>
internal sealed class HintsFeature(Scripts scripts)
{
    public JsonNode? List(JsonElement parameters, DocumentSet documents, CancellationToken cancellation)
    {
        if (
            scripts.At(parameters, documents, cancellation) is not { } place
            || !parameters.TryGetProperty("range", out var range)
        )
            return null;
        var lines = TextLines.Of(place.Text);
        var start = Wire.Offset(lines, range.GetProperty("start"));
        var end = Wire.Offset(lines, range.GetProperty("end"));
        var hints = new JsonArray();
        if (WindowOf(place) is not { } window)
            return hints;
        foreach (var call in place.Root.DescendantNodes().OfType<InvocationExpressionSyntax>())
            if (
                ScriptNames.VerbOf(call) == "At"
                && call.ArgumentList.Arguments is [var argument, ..]
                && argument.Span.End >= start
                && argument.Span.End <= end
                && Offset(argument.Expression) is { } offset
            )
                hints.Add(
                    (JsonNode)
                        new JsonObject
                        {
                            ["position"] = Wire.Position(lines, argument.Span.End),
                            ["label"] = "= " + Shown(window, offset),
                            ["paddingLeft"] = true,
                        }
                );
        return hints;
    }

    // .Window("2026-12-05 06:00Z", …), in whichever file of the script it stands.
    private static DateTimeOffset? WindowOf(Place place)
    {
        foreach (var tree in place.Compilation.SyntaxTrees)
        foreach (var call in tree.GetRoot().DescendantNodes().OfType<InvocationExpressionSyntax>())
            if (
                ScriptNames.VerbOf(call) == "Window"
                && ScriptNames.TextArgument(call, 0) is { } text
                && Parsed(text) is { } time
            )
                return time;
        return null;
    }

    private static DateTimeOffset? Parsed(string text) =>
        DateTimeOffset.TryParse(
            text,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowWhiteSpaces,
            out var time
        )
            ? time
            : null;

    // T, T - 48.Hours, T + 1.5.Hours, T - TimeSpan.FromHours(2)
    private static TimeSpan? Offset(ExpressionSyntax expression) =>
        expression switch
        {
            IdentifierNameSyntax { Identifier.ValueText: "T" } => TimeSpan.Zero,
            ParenthesizedExpressionSyntax inner => Offset(inner.Expression),
            BinaryExpressionSyntax sum when Offset(sum.Left) is { } left && Duration(sum.Right) is { } by =>
                sum.OperatorToken.ValueText switch
                {
                    "-" => Sum(left, -by),
                    "+" => Sum(left, by),
                    _ => null,
                },
            _ => null,
        };

    private static TimeSpan? Sum(TimeSpan left, double by) =>
        Math.Abs(left.TotalSeconds + by) < TimeSpan.FromDays(36_500).TotalSeconds
            ? left + TimeSpan.FromSeconds(by)
            : null;

    private static double? Duration(ExpressionSyntax expression)
    {
        var (number, unit) = expression switch
        {
            MemberAccessExpressionSyntax { Expression: LiteralExpressionSyntax n } access => (
                n,
                access.Name.Identifier.ValueText
            ),
            InvocationExpressionSyntax
            {
                Expression: MemberAccessExpressionSyntax from,
                ArgumentList.Arguments: [{ Expression: LiteralExpressionSyntax n }],
            } => (n, from.Name.Identifier.ValueText.Replace("From", "", StringComparison.Ordinal)),
            _ => (null, ""),
        };
        if (
            number?.Token.Value is not (int or long or double or decimal)
            || SecondsOf(unit) is not { } seconds
        )
            return null;
        return Convert.ToDouble(number.Token.Value, CultureInfo.InvariantCulture) * seconds;
    }

    private static double? SecondsOf(string unit) =>
        unit.TrimEnd('s') switch
        {
            "Second" => 1,
            "Minute" => 60,
            "Hour" => 3600,
            "Day" => 86_400,
            "Week" => 604_800,
            _ => null,
        };

    private static string Shown(DateTimeOffset window, TimeSpan offset)
    {
        try
        {
            return (window + offset)
                .ToUniversalTime()
                .ToString("ddd yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);
        }
        catch (ArgumentOutOfRangeException)
        {
            return "no time";
        }
    }
}
