using System.Text;

namespace RunbookDsl.Testing;

/// <summary>
/// The values of one rehearsal that differ from run to run, each with the name that stands for it in
/// transcripts: <c>{cf-record:www}</c>, <c>{port:pg}</c>. Whoever makes such a value names it here; nothing
/// is guessed from its looks later.
/// </summary>
public sealed class TokenBook
{
    private const int Shortest = 3;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, string> _tokens = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _numbers = [];
    private string[] _longestFirst = [];

    /// <summary>Names a value <c>{kind:name}</c>. The same value keeps its first name.</summary>
    /// <returns>The value.</returns>
    public string Name(string value, string kind, string name)
    {
        if (value.Length < Shortest)
            return value;
        lock (_gate)
            if (_tokens.TryAdd(value, $"{{{kind}:{name}}}"))
                _longestFirst = [.. _tokens.Keys.OrderByDescending(k => k.Length).ThenBy(k => k)];
        return value;
    }

    /// <summary>Leaves a value out of every text.</summary>
    internal void LeaveOut(string value)
    {
        lock (_gate)
            if (_tokens.TryAdd(value, ""))
                _longestFirst = [.. _tokens.Keys.OrderByDescending(k => k.Length).ThenBy(k => k)];
    }

    /// <summary>Names a value <c>{kind:1}</c>, <c>{kind:2}</c> and so on, in the order they come.</summary>
    public string Number(string value, string kind)
    {
        int number;
        lock (_gate)
        {
            if (_tokens.ContainsKey(value))
                return value;
            _numbers[kind] = number = _numbers.GetValueOrDefault(kind) + 1;
        }
        return Name(value, kind, number.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    /// <summary>
    /// The text with every named value replaced, the longest first. What was put in is not looked at again.
    /// </summary>
    public string Replace(string text)
    {
        string[] values;
        lock (_gate)
            values = _longestFirst;
        var done = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length; )
        {
            var found = Array.Find(
                values,
                v => string.CompareOrdinal(text, at, v, 0, v.Length) == 0 && IsWhole(text, at, v)
            );
            done.Append(found is null ? text[at].ToString() : _tokens[found]);
            at += found?.Length ?? 1;
        }
        return done.ToString();
    }

    // Port 5432 is no part of 154321: a value of digits and letters ends where its word ends.
    private static bool IsWhole(string text, int at, string value) =>
        !(at > 0 && char.IsLetterOrDigit(value[0]) && char.IsLetterOrDigit(text[at - 1]))
        && !(
            at + value.Length < text.Length
            && char.IsLetterOrDigit(value[^1])
            && char.IsLetterOrDigit(text[at + value.Length])
        );
}
