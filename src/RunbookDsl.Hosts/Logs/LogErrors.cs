using System.Text.RegularExpressions;

namespace RunbookDsl.Hosts;

/// <summary>The errors of a log, counted by kind; bounded, however many there are.</summary>
internal sealed class LogErrors(HostLog log)
{
    private const int MostKinds = 100;
    private readonly SortedDictionary<string, int> _kinds = new(StringComparer.Ordinal);
    private readonly Regex[] _ignored = [.. log.Ignored.Select(LogKind.Matcher)];

    public int Count { get; private set; }

    public IReadOnlyDictionary<string, int> Kinds => _kinds;

    public void Take(string message)
    {
        if (_ignored.Any(i => i.IsMatch(message)))
            return;
        Count++;
        var kind = LogKind.Of(message);
        if (_kinds.Count < MostKinds || _kinds.ContainsKey(kind))
            _kinds[kind] = _kinds.GetValueOrDefault(kind) + 1;
    }
}
