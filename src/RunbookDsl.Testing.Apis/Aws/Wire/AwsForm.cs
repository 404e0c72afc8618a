using System.Globalization;

namespace RunbookDsl.Testing.Apis;

/// <summary>The parameters of a call in the query protocol, from the body or the query string.</summary>
internal sealed class AwsForm
{
    private const int Most = 5_000;
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    private AwsForm() { }

    public static AwsForm Empty { get; } = new();

    public IEnumerable<string> Names => _values.Keys;

    public string? this[string name] => _values.GetValueOrDefault(name);

    public static AwsForm Of(ApiRequest request)
    {
        var form = new AwsForm();
        foreach (var (name, value) in request.Query)
            form._values.TryAdd(name, value);
        var isForm = request
            .Header("content-type")
            ?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase);
        if (isForm == true)
            foreach (var pair in request.Text.Split('&', Most, StringSplitOptions.RemoveEmptyEntries))
            {
                var at = pair.IndexOf('=', StringComparison.Ordinal);
                form._values.TryAdd(
                    Decode(at < 0 ? pair : pair[..at]),
                    at < 0 ? "" : Decode(pair[(at + 1)..])
                );
            }
        return form;
    }

    /// <summary>The values of <c>prefix.1</c>, <c>prefix.2</c> and so on.</summary>
    public IReadOnlyList<string> List(string prefix)
    {
        var found = new List<string>();
        for (var i = 1; _values.TryGetValue(Numbered(prefix, i), out var value); i++)
            found.Add(value);
        return found;
    }

    /// <summary>The numbered prefixes <c>prefix.1.</c>, under which something stands.</summary>
    public IReadOnlyList<string> Structures(string prefix)
    {
        var found = new List<string>();
        for (var i = 1; i <= Most; i++)
        {
            var start = Numbered(prefix, i) + ".";
            if (!_values.Keys.Any(k => k.StartsWith(start, StringComparison.Ordinal)))
                break;
            found.Add(start);
        }
        return found;
    }

    /// <summary>A name with its numbers as N: <c>Filter.N.Value.N</c>.</summary>
    public static string Plain(string name) =>
        string.Join('.', name.Split('.').Select(p => p.Length > 0 && p.All(char.IsAsciiDigit) ? "N" : p));

    private static string Numbered(string prefix, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{prefix}.{number}");

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
