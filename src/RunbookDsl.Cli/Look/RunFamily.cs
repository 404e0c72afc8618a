using RunbookDsl.Journal;

namespace RunbookDsl.Cli;

/// <summary>
/// Runs with their child runs below them; a child whose parent is not there stands by itself.
/// </summary>
internal sealed class RunFamily
{
    private readonly List<Member> _members = [];

    public bool IsEmpty => _members.Count == 0;

    public void Add(RunListing listing, RunView? run) => _members.Add(new Member(listing, run, 0));

    /// <summary>
    /// Runs of an operator as they were added, the children of each in the order they began.
    /// </summary>
    public IEnumerable<Member> InOrder()
    {
        var known = new HashSet<string>();
        var children = new Dictionary<string, List<Member>>();
        foreach (var member in _members)
            known.Add(member.Listing.RunId);
        foreach (var member in _members)
            if (Parent(member, known) is { } parent)
                (children.TryGetValue(parent, out var list) ? list : children[parent] = []).Add(member);
        foreach (var list in children.Values)
            list.Sort((a, b) => a.Run!.State.StartedAt.CompareTo(b.Run!.State.StartedAt));
        foreach (var member in _members)
            if (Parent(member, known) is null)
                foreach (var below in WithChildren(member, children))
                    yield return below;
    }

    private static IEnumerable<Member> WithChildren(Member member, Dictionary<string, List<Member>> children)
    {
        yield return member;
        if (!children.Remove(member.Listing.RunId, out var own))
            yield break;
        foreach (var child in own)
        foreach (var below in WithChildren(child with { Depth = member.Depth + 1 }, children))
            yield return below;
    }

    private static string? Parent(Member member, HashSet<string> known) =>
        member.Run?.State.Parent is { } parent && known.Contains(parent.RunId) ? parent.RunId : null;

    /// <summary>One line of the list.</summary>
    /// <param name="Listing">The run as the store lists it.</param>
    /// <param name="Run">Its view; null when it cannot be read.</param>
    /// <param name="Depth">How deep it stands below a run of an operator.</param>
    internal sealed record Member(RunListing Listing, RunView? Run, int Depth);
}
