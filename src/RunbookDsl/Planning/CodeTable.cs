using System.Text;

namespace RunbookDsl;

/// <summary>The calls of one script that make steps, by their places in the text.</summary>
public sealed class CodeTable
{
    private readonly StepCode[] _calls;

    /// <summary>Keeps the calls as they are.</summary>
    /// <param name="calls">In the order of their line numbers, whatever their files.</param>
    public CodeTable(StepCode[] calls) => _calls = calls;

    /// <summary>How many calls it knows.</summary>
    public int Count => _calls.Length;

    /// <summary>
    /// The call at this line; of several the one with this name. Null when there is none. Several that cannot
    /// be told apart count as one, so that a change of any is a change of all.
    /// </summary>
    /// <param name="file">Full path.</param>
    /// <param name="line">From 1.</param>
    /// <param name="name">The step's name.</param>
    public StepCode? Find(string file, int line, string name)
    {
        StepCode? only = null;
        List<StepCode>? several = null;
        for (var i = First(line); i < _calls.Length && _calls[i].Line == line; i++)
        {
            if (_calls[i].File != file)
                continue;
            if (only is null)
                only = _calls[i];
            else
                (several ??= [only]).Add(_calls[i]);
        }
        return several is null ? only : Choose(several, name);
    }

    private int First(int line)
    {
        var (low, high) = (0, _calls.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_calls[middle].Line < line)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }

    private static StepCode Choose(List<StepCode> calls, string name)
    {
        var named = calls.FindAll(c => c.Name == name);
        if (named.Count == 0)
            named = calls.FindAll(c => c.Name is null);
        if (named.Count == 1)
            return named[0];
        var all = new StringBuilder();
        foreach (var call in calls)
            all.Append(call.Hash);
        return new StepCode
        {
            File = calls[0].File,
            Line = calls[0].Line,
            EndLine = calls[^1].EndLine,
            Hash = Fingerprint.Hash(all),
        };
    }
}
