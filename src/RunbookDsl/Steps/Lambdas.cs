using System.Text;

namespace RunbookDsl;

/// <summary>Source text of an author's lambda, as one line for plans, messages and fingerprints.</summary>
internal static class Lambdas
{
    /// <summary>White space collapsed to single blanks, outside of string literals.</summary>
    public static string OneLine(string text)
    {
        var line = new StringBuilder(text.Length);
        var quote = false;
        foreach (var c in text)
        {
            if (c == '"')
                quote = !quote;
            if (!quote && char.IsWhiteSpace(c))
            {
                if (line.Length > 0 && line[^1] != ' ')
                    line.Append(' ');
                continue;
            }
            line.Append(c);
        }
        return line.ToString();
    }

    /// <summary>At most <paramref name="most"/> characters, the rest as <c>…</c>.</summary>
    public static string Short(string text, int most = 72)
    {
        var line = OneLine(text);
        return line.Length <= most ? line : string.Concat(line.AsSpan(0, most - 1), "…");
    }

    /// <summary>A task without a result, as one with <see cref="Unit"/>.</summary>
    public static async Task<Unit> Await(Task task)
    {
        await task.ConfigureAwait(false);
        return Unit.Value;
    }
}
