using RunbookDsl.Scripting;

namespace RunbookDsl.Documents;

/// <summary>Every word and operation that a runbook sees, with what the code's own comments say.</summary>
public sealed class Reference
{
    internal const string WordsClass = "Verbs";
    private readonly Dictionary<string, ReferenceClass> _classes = new(StringComparer.OrdinalIgnoreCase);

    internal Reference(IReadOnlyList<ReferenceClass> classes)
    {
        Classes = classes;
        foreach (var found in classes)
            _classes.TryAdd(found.Name, found);
    }

    /// <summary>
    /// The classes: words first, then where operations come from, then all others, by name.
    /// </summary>
    public IReadOnlyList<ReferenceClass> Classes { get; }

    /// <summary>Reads the comments of the language and of the step packages. Executes nothing.</summary>
    /// <param name="options">What every script sees.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public static Reference Read(ScriptHostOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        return ReferenceReader.Read(options, cancellationToken);
    }

    /// <summary>The class of this name, whatever its case; null when there is none.</summary>
    public ReferenceClass? FindClass(string name) => _classes.GetValueOrDefault(name);

    /// <summary>
    /// The overloads of <c>Pg.Dump</c>, of the word <c>Step</c>, or of all that are called <c>Dump</c>;
    /// none when nothing is.
    /// </summary>
    public IReadOnlyList<ReferenceMember> FindMembers(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var dot = name.LastIndexOf('.');
        if (dot > 0)
            return FindClass(name[..dot]) is { } owner ? Named(owner.Members, name[(dot + 1)..]) : [];
        var words = Named(FindClass(WordsClass)?.Members ?? [], name);
        return words.Count > 0 ? words : Named([.. Classes.SelectMany(c => c.Members)], name);
    }

    /// <summary>Known names that are near to a wrong one, the nearest first; at most three.</summary>
    public IReadOnlyList<string> Near(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var known = Classes
            .SelectMany(c => c.Members.Select(m => m.FullName).Append(c.Name))
            .ToHashSet(StringComparer.Ordinal);
        var near = new List<string>();
        while (near.Count < 3 && Nearest.Find(name, known) is { } next && known.Remove(next))
            near.Add(next);
        return near;
    }

    private static List<ReferenceMember> Named(IReadOnlyList<ReferenceMember> members, string name) =>
        [.. members.Where(m => m.Name.Equals(name, StringComparison.OrdinalIgnoreCase))];
}
