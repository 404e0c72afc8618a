namespace RunbookDsl.Engine;

/// <summary>An operator's order to go on with today's script instead of the one the run has in
/// force.</summary>
/// <param name="From">The plan in force, made by the archived script.</param>
/// <param name="Reason">Why; journaled and shown. Never empty.</param>
public sealed record Migration(Plan From, string Reason)
{
    /// <summary>Old ids of steps by their new ones, beside what steps say with
    /// <c>FormerlyKnownAs</c>.</summary>
    public IReadOnlyDictionary<string, string> Map { get; init; } = new Dictionary<string, string>();

    /// <summary>New steps before completed ones that are to be run all the same.</summary>
    public IReadOnlyCollection<string> RunInserted { get; init; } = [];

    /// <summary>New steps before completed ones that are to be left out.</summary>
    public IReadOnlyCollection<string> SkipInserted { get; init; } = [];
}
