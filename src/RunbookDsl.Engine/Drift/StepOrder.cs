namespace RunbookDsl.Engine;

/// <summary>Which steps have to be moved so that two orders are the same: as few as possible.</summary>
internal static class StepOrder
{
    /// <summary>The steps that are not on a longest run of rising old positions.</summary>
    public static IEnumerable<(PlannedStep Step, int Was)> Moved(List<(PlannedStep Step, int Was)> order)
    {
        if (IsRising(order))
            yield break;
        var ends = new List<int>();
        var before = new int[order.Count];
        for (var i = 0; i < order.Count; i++)
        {
            var place = Place(order, ends, order[i].Was);
            before[i] = place == 0 ? -1 : ends[place - 1];
            if (place == ends.Count)
                ends.Add(i);
            else
                ends[place] = i;
        }
        var stays = new HashSet<int>();
        for (var i = ends[^1]; i >= 0; i = before[i])
            stays.Add(i);
        for (var i = 0; i < order.Count; i++)
            if (!stays.Contains(i))
                yield return order[i];
    }

    private static bool IsRising(List<(PlannedStep Step, int Was)> order)
    {
        for (var i = 1; i < order.Count; i++)
            if (order[i].Was < order[i - 1].Was)
                return false;
        return true;
    }

    private static int Place(List<(PlannedStep Step, int Was)> order, List<int> ends, int was)
    {
        var (low, high) = (0, ends.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (order[ends[middle]].Was < was)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }
}
