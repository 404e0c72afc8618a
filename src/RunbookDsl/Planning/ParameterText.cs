using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace RunbookDsl;

/// <summary>Parameters between text and value, always in the invariant culture.</summary>
internal static class ParameterText
{
    public static bool TryParse<T>(string text, [MaybeNullWhen(false)] out T value, out string? problem)
    {
        problem = null;
        try
        {
            value = (T)Parse(text, typeof(T));
            return true;
        }
        catch (Exception e) when (e is FormatException or OverflowException or ArgumentException)
        {
            value = default;
            problem = e is NotSupportedTypeException ? e.Message : "is not one";
            return false;
        }
    }

    public static string NameOf<T>() =>
        typeof(T) == typeof(string) ? "text"
        : typeof(T) == typeof(int) || typeof(T) == typeof(long) ? "a whole number"
        : typeof(T) == typeof(bool) ? "true or false"
        : typeof(T) == typeof(double) || typeof(T) == typeof(decimal) ? "a number"
        : typeof(T) == typeof(TimeSpan) ? "a duration such as 90s, 15m, 2h"
        : typeof(T) == typeof(DateTimeOffset) ? "a time such as 2026-12-05 06:00Z"
        : typeof(T) == typeof(string[]) ? "a list a,b,c"
        : typeof(T).IsEnum ? $"one of {string.Join(", ", Enum.GetNames(typeof(T)))}"
        : typeof(T).Name;

    public static T Placeholder<T>(string name) =>
        typeof(T) == typeof(string) ? (T)(object)$"<{name}>"
        : typeof(T) == typeof(string[]) ? (T)(object)new[] { $"<{name}>" }
        : default!;

    public static string Format<T>(T value) =>
        value switch
        {
            null => "",
            bool b => b ? "true" : "false",
            TimeSpan t => Durations.Exact(t),
            DateTimeOffset t => WindowText.Format(t),
            string[] list => string.Join(',', list),
            IFormattable f => f.ToString(null, CultureInfo.InvariantCulture),
            _ => value.ToString() ?? "",
        };

    private static object Parse(string text, Type type) =>
        type == typeof(string) ? text
        : type == typeof(int) ? int.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)
        : type == typeof(long) ? long.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)
        : type == typeof(bool) ? bool.Parse(text)
        : type == typeof(double) ? double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture)
        : type == typeof(decimal) ? decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture)
        : type == typeof(TimeSpan) ? WindowText.ParseDuration(text)
        : type == typeof(DateTimeOffset) ? WindowText.ParseTime(text)
        : type == typeof(string[])
            ? text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        : type == typeof(Uri) ? new Uri(text, UriKind.Absolute)
        : type.IsEnum ? ParseName(type, text)
        : throw new NotSupportedTypeException(
            $"cannot be read: parameters of type {type.Name} are not supported"
        );

    // Enum.Parse takes any number too, and with it values that have no name.
    private static object ParseName(Type type, string text) =>
        Array.Exists(Enum.GetNames(type), n => n.Equals(text, StringComparison.OrdinalIgnoreCase))
            ? Enum.Parse(type, text, ignoreCase: true)
            : throw new FormatException();

    private sealed class NotSupportedTypeException(string message) : FormatException(message);
}
