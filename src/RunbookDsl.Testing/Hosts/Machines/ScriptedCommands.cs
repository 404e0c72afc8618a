using System.Collections.Immutable;

namespace RunbookDsl.Testing;

/// <summary>The commands that the world file gives answers for, before anything the machine knows.</summary>
internal sealed class ScriptedCommands(ImmutableArray<CommandSeed> seeds)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _turns = new(StringComparer.Ordinal);

    public IEnumerable<string> Patterns => seeds.Select(s => s.Pattern).Distinct();

    public bool Knows(string program) => seeds.Any(s => s.Pattern.Split(' ')[0] == program);

    /// <summary>Whether such a command changes the machine; null when it is not scripted.</summary>
    public bool? IsChange(IReadOnlyList<string> words) =>
        Matching(words) is [_, ..] found ? found.Any(s => s.Changes) : null;

    /// <summary>The answer to this command; said several times, one after the other and then the
    /// last.</summary>
    public ScriptedRun? Find(IReadOnlyList<string> words)
    {
        var found = Matching(words);
        if (found.Count == 0)
            return null;
        lock (_gate)
        {
            var turn = _turns[found[0].Pattern] = _turns.GetValueOrDefault(found[0].Pattern) + 1;
            return new ScriptedRun(found[Math.Min(turn, found.Count) - 1]);
        }
    }

    private List<CommandSeed> Matching(IReadOnlyList<string> words)
    {
        var line = string.Join(' ', words);
        var first =
            seeds.FirstOrDefault(s => s.Pattern == line)
            ?? seeds.FirstOrDefault(s => Glob.Matches(line, s.Pattern));
        return first is null ? [] : [.. seeds.Where(s => s.Pattern == first.Pattern)];
    }
}
