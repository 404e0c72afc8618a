using System.Globalization;

namespace RunbookDsl.Testing.Apis;

/// <summary>Which records a list asks for, and in which order.</summary>
internal sealed class CloudflareFilter(ApiRequest request)
{
    private static readonly string[] Paging = ["page", "per_page", "match", "order", "direction"];

    private static readonly Dictionary<string, Func<ZoneRecord, string, bool>> Tests = new()
    {
        ["type"] = (r, v) => r.Type.Equals(v, StringComparison.OrdinalIgnoreCase),
        ["name"] = (r, v) => r.Name == Name(v),
        ["name.exact"] = (r, v) => r.Name == Name(v),
        ["name.contains"] = (r, v) => r.Name.Contains(v, StringComparison.OrdinalIgnoreCase),
        ["name.startswith"] = (r, v) => r.Name.StartsWith(v, StringComparison.OrdinalIgnoreCase),
        ["name.endswith"] = (r, v) => r.Name.EndsWith(v, StringComparison.OrdinalIgnoreCase),
        ["content"] = (r, v) => Content(r) == v,
        ["content.exact"] = (r, v) => Content(r) == v,
        ["content.contains"] = (r, v) => Content(r).Contains(v, StringComparison.OrdinalIgnoreCase),
        ["content.startswith"] = (r, v) => Content(r).StartsWith(v, StringComparison.OrdinalIgnoreCase),
        ["content.endswith"] = (r, v) => Content(r).EndsWith(v, StringComparison.OrdinalIgnoreCase),
        ["comment"] = (r, v) => r.Comment == v,
        ["comment.exact"] = (r, v) => r.Comment == v,
        ["comment.contains"] = (r, v) => r.Comment?.Contains(v, StringComparison.OrdinalIgnoreCase) == true,
        ["comment.present"] = (r, _) => !string.IsNullOrEmpty(r.Comment),
        ["comment.absent"] = (r, _) => string.IsNullOrEmpty(r.Comment),
        ["proxied"] = (r, v) => r.IsProxied == (v == "true"),
        ["search"] = (r, v) =>
            $"{r.Name} {r.Content} {r.Comment}".Contains(v, StringComparison.OrdinalIgnoreCase),
    };

    /// <summary>The names of all parameters it knows.</summary>
    public static IEnumerable<string> Known => Tests.Keys.Concat(Paging);

    public IReadOnlyList<ZoneRecord> Apply(IEnumerable<ZoneRecord> records)
    {
        var tests = request.Query.Where(q => Tests.ContainsKey(q.Key)).ToArray();
        var isAny = request.Parameter("match") == "any" && tests.Length > 0;
        var found = records.Where(r =>
            isAny
                ? Array.Exists(tests, t => Tests[t.Key](r, t.Value))
                : Array.TrueForAll(tests, t => Tests[t.Key](r, t.Value))
        );
        var sorted = request.Parameter("order") switch
        {
            null => found,
            "type" => found.OrderBy(r => r.Type, StringComparer.Ordinal),
            "name" => found.OrderBy(r => r.Name, StringComparer.Ordinal),
            "content" => found.OrderBy(r => r.Content, StringComparer.Ordinal),
            "ttl" => found.OrderBy(r => r.Ttl),
            "proxied" => found.OrderBy(r => r.IsProxied),
            var order => throw new CloudflareRefusal(400, 1004, $"Invalid order: {order}"),
        };
        return request.Parameter("direction") == "desc" ? [.. sorted.Reverse()] : [.. sorted];
    }

    /// <summary>The content as the API gives it: the priority of MX stands in a field of its own.</summary>
    public static string Content(ZoneRecord record) =>
        record.Type == "MX" ? CloudflareDraft.Split(record.Content).Target : record.Content;

    private static string Name(string value) =>
        CloudflareNames.Plain(value) ?? value.ToLower(CultureInfo.InvariantCulture);
}
