using System.Text;
using System.Text.Json;

namespace RunbookDsl.Testing;

/// <summary>What stays the same of a text or a value from one run to the next.</summary>
internal static class Shapes
{
    private const int Deepest = 8;

    /// <summary>
    /// A line with every word that holds a digit as <c>#</c>: numbers, times, addresses, ids and versions
    /// differ in every run.
    /// </summary>
    public static string OfLine(string line)
    {
        var shape = new StringBuilder();
        foreach (var word in line.Split((char[])[' ', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (shape.Length > 0)
                shape.Append(' ');
            shape.Append(word.Any(char.IsDigit) ? Numbered(word) : word);
        }
        return shape.ToString();
    }

    /// <summary>The lines; a run of lines of one shape counts once, however many it has.</summary>
    public static IReadOnlyList<string> OfLines(IEnumerable<string> lines)
    {
        var shapes = new List<string>();
        foreach (var line in lines)
            if (OfLine(line) is var shape && (shapes.Count == 0 || shapes[^1] != shape))
                shapes.Add(shape);
        return shapes;
    }

    /// <summary>Names and kinds of a value: <c>{rows: number, path: text}</c>.</summary>
    public static string OfValue(JsonElement value) => OfValue(value, 0);

    // Punctuation at the ends is the sentence's, not the value's.
    private static string Numbered(string word)
    {
        var first = 0;
        while (!char.IsLetterOrDigit(word[first]))
            first++;
        var last = word.Length - 1;
        while (!char.IsLetterOrDigit(word[last]))
            last--;
        return $"{word[..first]}#{word[(last + 1)..]}";
    }

    private static string OfValue(JsonElement value, int depth) =>
        value.ValueKind switch
        {
            _ when depth == Deepest => "...",
            JsonValueKind.Object =>
                $"{{{string.Join(", ", value.EnumerateObject().Select(p => $"{p.Name}: {OfValue(p.Value, depth + 1)}"))}}}",
            JsonValueKind.Array => value.GetArrayLength() == 0 ? "[]" : $"[{OfValue(value[0], depth + 1)}]",
            JsonValueKind.String => "text",
            JsonValueKind.Number => "number",
            JsonValueKind.True or JsonValueKind.False => "yes or no",
            _ => "nothing",
        };
}
