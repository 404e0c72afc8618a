using System.Globalization;
using System.Text;

namespace RunbookDsl.Cli;

/// <summary>The difference of two short texts, in the form of <c>diff -u</c>.</summary>
internal static class LineDiff
{
    private const int Context = 1;
    private const long MostCompared = 4_000_000;

    /// <summary>One part that differs.</summary>
    /// <param name="Old">First differing line of the old text, from 0.</param>
    /// <param name="OldCount">How many old lines go.</param>
    /// <param name="New">First differing line of the new text, from 0.</param>
    /// <param name="NewCount">How many new lines come.</param>
    public readonly record struct Hunk(int Old, int OldCount, int New, int NewCount);

    /// <summary>The parts that differ, in order; line ends and white space at them do not count.</summary>
    public static List<Hunk> Hunks(string[] before, string[] after)
    {
        var start = 0;
        while (start < before.Length && start < after.Length && before[start] == after[start])
            start++;
        var (oldEnd, newEnd) = (before.Length, after.Length);
        while (oldEnd > start && newEnd > start && before[oldEnd - 1] == after[newEnd - 1])
            (oldEnd, newEnd) = (oldEnd - 1, newEnd - 1);
        if (start == oldEnd && start == newEnd)
            return [];
        var (rows, columns) = (oldEnd - start, newEnd - start);
        return (long)rows * columns > MostCompared
            ? [new Hunk(start, rows, start, columns)]
            : Hunks(before.AsSpan(start, rows), after.AsSpan(start, columns), start);
    }

    /// <summary>Appends one part with a line around it; numbers count from the given first lines.</summary>
    public static void Append(
        StringBuilder text,
        Hunk hunk,
        string[] before,
        string[] after,
        (int Old, int New) first
    )
    {
        var lead = Math.Min(Context, Math.Min(hunk.Old, hunk.New));
        var (oldEnd, newEnd) = (hunk.Old + hunk.OldCount, hunk.New + hunk.NewCount);
        var trail = Math.Min(Context, Math.Min(before.Length - oldEnd, after.Length - newEnd));
        text.Append(
            CultureInfo.InvariantCulture,
            $"@@ -{first.Old + hunk.Old - lead},{hunk.OldCount + lead + trail} "
        );
        text.Append(
            CultureInfo.InvariantCulture,
            $"+{first.New + hunk.New - lead},{hunk.NewCount + lead + trail} @@\n"
        );
        Lines(text, ' ', before.AsSpan(hunk.Old - lead, lead));
        Lines(text, '-', before.AsSpan(hunk.Old, hunk.OldCount));
        Lines(text, '+', after.AsSpan(hunk.New, hunk.NewCount));
        Lines(text, ' ', before.AsSpan(oldEnd, trail));
    }

    private static void Lines(StringBuilder text, char mark, ReadOnlySpan<string> lines)
    {
        foreach (var line in lines)
            text.Append(mark).Append(line).Append('\n');
    }

    private static List<Hunk> Hunks(ReadOnlySpan<string> before, ReadOnlySpan<string> after, int offset)
    {
        var common = new int[before.Length + 1, after.Length + 1];
        for (var i = before.Length - 1; i >= 0; i--)
        for (var j = after.Length - 1; j >= 0; j--)
            common[i, j] =
                before[i] == after[j]
                    ? common[i + 1, j + 1] + 1
                    : Math.Max(common[i + 1, j], common[i, j + 1]);
        var hunks = new List<Hunk>();
        var (x, y) = (0, 0);
        while (x < before.Length || y < after.Length)
        {
            var (oldStart, newStart) = (x, y);
            while (!(x == before.Length && y == after.Length) && !IsSame(before, after, x, y))
                if (y == after.Length || (x < before.Length && common[x + 1, y] >= common[x, y + 1]))
                    x++;
                else
                    y++;
            if (x > oldStart || y > newStart)
                hunks.Add(new Hunk(offset + oldStart, x - oldStart, offset + newStart, y - newStart));
            while (IsSame(before, after, x, y))
                (x, y) = (x + 1, y + 1);
        }
        return hunks;
    }

    private static bool IsSame(ReadOnlySpan<string> before, ReadOnlySpan<string> after, int x, int y) =>
        x < before.Length && y < after.Length && before[x] == after[y];
}
