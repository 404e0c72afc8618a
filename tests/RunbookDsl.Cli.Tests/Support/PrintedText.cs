using System.Text;

namespace RunbookDsl.Cli.Tests;

/// <summary>What a process prints, as it comes.</summary>
internal sealed class PrintedText
{
    private readonly StringBuilder _text = new();
    private readonly List<(string Wanted, TaskCompletionSource Seen)> _waiting = [];
    private readonly Task _reading;

    public PrintedText(StreamReader reader) => _reading = ReadAsync(reader);

    /// <summary>All of it, once the process has ended.</summary>
    public async Task<string> AllAsync()
    {
        await _reading;
        return _text.ToString();
    }

    public Task SeenAsync(string wanted)
    {
        lock (_text)
        {
            var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_text.ToString().Contains(wanted, StringComparison.Ordinal))
                seen.SetResult();
            else
                _waiting.Add((wanted, seen));
            return seen.Task;
        }
    }

    private async Task ReadAsync(StreamReader reader)
    {
        var buffer = new char[4096];
        for (int count; (count = await reader.ReadAsync(buffer)) > 0; )
            lock (_text)
            {
                _text.Append(buffer, 0, count);
                var all = _text.ToString();
                foreach (var (wanted, seen) in _waiting)
                    if (all.Contains(wanted, StringComparison.Ordinal))
                        seen.TrySetResult();
            }
    }
}
