using System.Globalization;

namespace RunbookDsl.Testing.Apis;

/// <summary>A part of a list, as the Range header asks for it.</summary>
/// <param name="Field">What the list is ordered by.</param>
internal sealed record HerokuRange(string Field)
{
    private const int Most = 1000;

    /// <summary>Where it begins; null at the beginning.</summary>
    public string? Start { get; init; }

    /// <summary>Whether it begins after <see cref="Start"/>.</summary>
    public bool IsAfterStart { get; init; }

    /// <summary>Where it ends, that one included; null at the end.</summary>
    public string? End { get; init; }

    public int Max { get; init; } = 200;

    public bool IsDescending { get; init; }

    /// <summary>
    /// Reads <c>version ..; max=1, order=desc</c>, the options in any order and with any spacing. No header
    /// is the whole list by the first field.
    /// </summary>
    /// <param name="header">The header; null when there is none.</param>
    /// <param name="fields">The fields the list can be ordered by.</param>
    /// <returns>Null when it is no range of these fields.</returns>
    public static HerokuRange? Parse(string? header, IReadOnlyList<string> fields)
    {
        if (string.IsNullOrWhiteSpace(header))
            return new(fields[0]);
        if (header.Length > 1000)
            return null;
        var parts = header.Split(';', 2);
        var range = Bounds(parts[0].Trim(), fields);
        foreach (var option in parts.ElementAtOrDefault(1)?.Split(',', ';') ?? [])
            if (range is not null && option.Trim().Length > 0)
                range = range.With(option.Split('=', 2, StringSplitOptions.TrimEntries));
        return range;
    }

    private static HerokuRange? Bounds(string text, IReadOnlyList<string> fields)
    {
        var space = text.IndexOf(' ', StringComparison.Ordinal);
        var field = space < 0 ? text : text[..space];
        if (!fields.Contains(field))
            return null;
        if (space < 0)
            return new(field);
        var bounds = text[space..].Trim().Split("..");
        if (bounds.Length != 2)
            return null;
        var start = bounds[0].Trim();
        return new(field)
        {
            Start = Some(start.TrimStart(']', '[')),
            IsAfterStart = start.StartsWith(']'),
            End = Some(bounds[1].Trim().TrimEnd(']', '[')),
        };
    }

    private HerokuRange? With(string[] option) =>
        option switch
        {
            ["order", "asc"] => this with { IsDescending = false },
            ["order", "desc"] => this with { IsDescending = true },
            ["max", var text] when IsMax(text, out var max) => this with { Max = max },
            _ => null,
        };

    /// <summary>The part of the list, with the headers that say what is left.</summary>
    /// <param name="all">The list.</param>
    /// <param name="value">A field of an element.</param>
    public (IReadOnlyList<T> Part, string? Next) Of<T>(IEnumerable<T> all, Func<T, string, string> value)
    {
        var sorted = all.OrderBy(a => value(a, Field), Comparer<string>.Create(Ascending));
        var way = IsDescending ? sorted.Reverse() : sorted;
        var left = way.SkipWhile(a => IsBefore(value(a, Field))).TakeWhile(a => !IsBehind(value(a, Field)));
        var part = left.Take(Max + 1).ToArray();
        if (part.Length <= Max)
            return (part, null);
        var last = value(part[Max - 1], Field);
        var order = IsDescending ? ", order=desc" : "";
        return (
            part[..Max],
            $"{Field} ]{last}..{End}; max={Max.ToString(CultureInfo.InvariantCulture)}{order}"
        );
    }

    private bool IsBefore(string value) =>
        Start is not null && Compare(value, Start) is var c && (IsAfterStart ? c <= 0 : c < 0);

    private bool IsBehind(string value) => End is not null && Compare(value, End) > 0;

    private int Compare(string value, string bound) =>
        IsDescending ? -Ascending(value, bound) : Ascending(value, bound);

    // Versions are numbers, everything else is text.
    private static int Ascending(string one, string other) =>
        one.All(char.IsAsciiDigit) && other.All(char.IsAsciiDigit) && one.Length != other.Length
            ? one.Length.CompareTo(other.Length)
            : string.CompareOrdinal(one, other);

    private static bool IsMax(string text, out int max) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out max)
        && max is > 0 and <= Most;

    private static string? Some(string text) => text.Length == 0 ? null : text;
}
