using System.Text;

namespace RunbookDsl.Testing;

/// <summary>The lines in which two texts differ, in the form of <c>diff -u</c>.</summary>
internal static class TextDifference
{
    private const int Context = 2;
    private const int MostLines = 60;
    private const long MostCompared = 4_000_000;

    private readonly record struct Line(char Mark, string Text, int Old, int New);

    /// <summary>Empty when they are the same; cut after 60 lines.</summary>
    public static string Of(string old, string new_)
    {
        var lines = Lines(old.Split('\n'), new_.Split('\n'));
        var text = new StringBuilder();
        var shown = 0;
        for (var i = 0; i < lines.Count; i++)
        {
            if (!IsNear(lines, i))
                continue;
            if (++shown > MostLines)
                return text.Append("…\n").ToString();
            if (i == 0 || !IsNear(lines, i - 1))
                text.Append(FormattableString.Invariant($"@@ -{lines[i].Old + 1} +{lines[i].New + 1} @@\n"));
            text.Append(lines[i].Mark).Append(lines[i].Text).Append('\n');
        }
        return text.ToString();
    }

    private static bool IsNear(List<Line> lines, int at)
    {
        for (var i = Math.Max(0, at - Context); i <= Math.Min(lines.Count - 1, at + Context); i++)
            if (lines[i].Mark != ' ')
                return true;
        return false;
    }

    private static List<Line> Lines(string[] old, string[] new_)
    {
        var (start, oldEnd, newEnd) = (0, old.Length, new_.Length);
        while (start < oldEnd && start < newEnd && old[start] == new_[start])
            start++;
        while (oldEnd > start && newEnd > start && old[oldEnd - 1] == new_[newEnd - 1])
            (oldEnd, newEnd) = (oldEnd - 1, newEnd - 1);
        var lines = new List<Line>();
        for (var i = 0; i < start; i++)
            lines.Add(new(' ', old[i], i, i));
        Middle(lines, old, new_, (start, oldEnd), (start, newEnd));
        for (var i = 0; oldEnd + i < old.Length; i++)
            lines.Add(new(' ', old[oldEnd + i], oldEnd + i, newEnd + i));
        return lines;
    }

    private static void Middle(
        List<Line> lines,
        string[] old,
        string[] new_,
        (int From, int To) a,
        (int From, int To) b
    )
    {
        var (x, y) = (a.From, b.From);
        var common = (long)(a.To - a.From) * (b.To - b.From) > MostCompared ? null : Common(old, new_, a, b);
        while (x < a.To || y < b.To)
            if (common is not null && x < a.To && y < b.To && old[x] == new_[y])
                lines.Add(new(' ', old[x], x++, y++));
            else if (
                x < a.To
                && (
                    y == b.To
                    || common is null
                    || common[x + 1 - a.From, y - b.From] >= common[x - a.From, y + 1 - b.From]
                )
            )
                lines.Add(new('-', old[x], x++, y));
            else
                lines.Add(new('+', new_[y], x, y++));
    }

    // How many lines the two ends have in common from each pair of lines on.
    private static int[,] Common(string[] old, string[] new_, (int From, int To) a, (int From, int To) b)
    {
        var common = new int[a.To - a.From + 1, b.To - b.From + 1];
        for (var i = a.To - 1; i >= a.From; i--)
        for (var j = b.To - 1; j >= b.From; j--)
            common[i - a.From, j - b.From] =
                old[i] == new_[j]
                    ? common[i - a.From + 1, j - b.From + 1] + 1
                    : Math.Max(common[i - a.From + 1, j - b.From], common[i - a.From, j - b.From + 1]);
        return common;
    }
}
