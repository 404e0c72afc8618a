using System.Globalization;
using System.Xml.Linq;

namespace RunbookDsl.Testing.Apis;

/// <summary>Elements of answers.</summary>
internal static class AwsElements
{
    /// <summary>An element; without a value there is none.</summary>
    public static XElement? Element(string name, object? value) =>
        value switch
        {
            null => null,
            bool flag => new(name, flag ? "true" : "false"),
            DateTimeOffset time => new(name, Time(time)),
            IFormattable number => new(name, number.ToString(null, CultureInfo.InvariantCulture)),
            _ => new(name, value),
        };

    public static XElement Tree(string name, params object?[] content) => new(name, content);

    /// <summary>A list of the query protocol.</summary>
    public static XElement Members<T>(string name, IEnumerable<T> items, Func<T, object?> content) =>
        new(name, items.Select(i => new XElement("member", content(i))));

    /// <summary>A list of EC2.</summary>
    public static XElement Items<T>(string name, IEnumerable<T> items, Func<T, object?> content) =>
        new(name, items.Select(i => new XElement("item", content(i))));

    public static string Time(DateTimeOffset time) =>
        time.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
