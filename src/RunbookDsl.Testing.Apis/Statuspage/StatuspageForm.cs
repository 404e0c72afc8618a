using System.Net;
using System.Text.Json.Nodes;

namespace RunbookDsl.Testing.Apis;

/// <summary>A body as a form, <c>incident[name]=…</c>, in the shape that its JSON would have.</summary>
internal static class StatuspageForm
{
    private const int MostFields = 1000;

    /// <summary>The object; null when the form cannot be one.</summary>
    public static JsonObject? Parse(string form)
    {
        var root = new JsonObject();
        var pairs = form.Split('&', StringSplitOptions.RemoveEmptyEntries);
        if (pairs.Length > MostFields)
            return null;
        foreach (var pair in pairs)
        {
            var parts = pair.Split('=', 2);
            var path = WebUtility.UrlDecode(parts[0]).Replace("]", "", StringComparison.Ordinal).Split('[');
            var value = WebUtility.UrlDecode(parts.ElementAtOrDefault(1) ?? "");
            if (path.Length > 4 || !Put(root, path, value))
                return null;
        }
        return root;
    }

    private static bool Put(JsonObject at, string[] path, string value)
    {
        for (var i = 0; i < path.Length - 1; i++)
        {
            if (path[i + 1].Length == 0)
                return i == path.Length - 2 && Add(at, path[i], value);
            if (at[path[i]] is null)
                at[path[i]] = new JsonObject();
            if (at[path[i]] is not JsonObject inner)
                return false;
            at = inner;
        }
        if (at.ContainsKey(path[^1]))
            return false;
        at[path[^1]] = value;
        return true;
    }

    private static bool Add(JsonObject at, string name, string value)
    {
        if (at[name] is null)
            at[name] = new JsonArray();
        if (at[name] is not JsonArray array)
            return false;
        array.Add(value);
        return true;
    }
}
