namespace RunbookDsl.Journal;

/// <summary>Finds a run by the beginning of its id.</summary>
internal static class RunNames
{
    /// <param name="known">All ids, newest first.</param>
    /// <param name="prefix">What was asked for.</param>
    /// <param name="place">Where they are, for the message.</param>
    internal static string Find(List<string> known, string prefix, string place)
    {
        var found = prefix == "latest" ? known.Take(1).ToList() : known.FindAll(id => Matches(id, prefix));
        if (found.Count == 1 || (found.Count > 1 && found.Contains(prefix)))
            return found.Count == 1 ? found[0] : prefix;
        var names = string.Join(", ", (found.Count == 0 ? known : found).Take(5));
        if (known.Count == 0)
            throw new RunNotFoundException(
                $"There is no run in {place}. Begin one with 'runbook exec FILE'."
            );
        throw new RunNotFoundException(
            found.Count == 0
                ? $"No run in {place} begins with '{prefix}'. The newest are: {names}. "
                    + "'runbook runs' lists all."
                : $"{found.Count} runs in {place} begin with '{prefix}': {names}. Give more of the id."
        );
    }

    private static bool Matches(string id, string prefix) => id.StartsWith(prefix, StringComparison.Ordinal);
}
