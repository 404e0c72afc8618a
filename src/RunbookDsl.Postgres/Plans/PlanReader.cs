using System.Text.Json;

namespace RunbookDsl.Postgres;

/// <summary>Asks for a plan without running the query, and reduces it to its steps and tables.</summary>
internal static class PlanReader
{
    private static readonly JsonDocumentOptions s_deep = new() { MaxDepth = 1024 };

    public static async Task<QueryPlan> ReadAsync(PgSession session, string name, string sql)
    {
        var text = await session
            .ScalarAsync<string>($"explain (format json, costs off) {sql}")
            .ConfigureAwait(false);
        return new(name, sql, Shape(text!));
    }

    /// <summary>Of the JSON that EXPLAIN gives.</summary>
    internal static string Shape(string json)
    {
        using var plan = JsonDocument.Parse(json, s_deep);
        return Node(plan.RootElement[0].GetProperty("Plan"));
    }

    // The names of indexes are left out: rebuilt or renamed, they do the same.
    private static string Node(JsonElement node)
    {
        var text = node.GetProperty("Node Type").GetString()!;
        if (node.TryGetProperty("Join Type", out var join) && join.GetString() is { } how and not "Inner")
            text = $"{text} {how}";
        if (node.TryGetProperty("Relation Name", out var table))
            text = $"{text} {table.GetString()}";
        return node.TryGetProperty("Plans", out var inner)
            ? $"{text}({string.Join(", ", inner.EnumerateArray().Select(Node))})"
            : text;
    }
}
