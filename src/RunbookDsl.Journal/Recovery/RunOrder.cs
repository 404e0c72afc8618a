namespace RunbookDsl.Journal;

/// <summary>
/// Newest first. An id tells the second; which of two runs of one second is the newer, their first lines
/// tell.
/// </summary>
internal static class RunOrder
{
    private const int SecondLength = 15;

    /// <summary>Sorts all of them.</summary>
    /// <param name="ids">In any order.</param>
    /// <param name="begun">When a run's first line was written; null when it cannot be read.</param>
    internal static void Sort(List<string> ids, Func<string, DateTimeOffset?> begun)
    {
        SortByName(ids);
        for (var start = 0; start < ids.Count; )
            start = SettleSecond(ids, start, begun);
    }

    /// <summary>Only the newest is wanted: of older seconds no line is read.</summary>
    internal static void SortNewest(List<string> ids, Func<string, DateTimeOffset?> begun)
    {
        SortByName(ids);
        if (ids.Count > 0)
            SettleSecond(ids, 0, begun);
    }

    private static void SortByName(List<string> ids) => ids.Sort((a, b) => string.CompareOrdinal(b, a));

    // Gives the place of the first run of another second.
    private static int SettleSecond(List<string> ids, int start, Func<string, DateTimeOffset?> begun)
    {
        var end = start + 1;
        while (end < ids.Count && IsSameSecond(ids[start], ids[end]))
            end++;
        if (end - start == 1)
            return end;
        var second = ids.GetRange(start, end - start).ConvertAll(id => (Id: id, Begun: begun(id)));
        second.Sort(
            (a, b) =>
                Nullable.Compare(b.Begun, a.Begun) is not 0 and var order
                    ? order
                    : string.CompareOrdinal(b.Id, a.Id)
        );
        for (var i = 0; i < second.Count; i++)
            ids[start + i] = second[i].Id;
        return end;
    }

    private static bool IsSameSecond(string one, string other) =>
        one.Length >= SecondLength
        && other.Length >= SecondLength
        && one.AsSpan(0, SecondLength).SequenceEqual(other.AsSpan(0, SecondLength));
}
