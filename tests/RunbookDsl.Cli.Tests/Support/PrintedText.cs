using System.Text;

namespace RunbookDsl.Cli.Tests;

/// <summary>What a process prints, as it comes.</summary>
internal sealed class PrintedText
{
    private readonly StringBuilder _text = new();
    private readonly List<(string Wanted, int Times, TaskCompletionSource Seen)> _waiting = [];
    private readonly Task _reading;
    private bool _isOver;

    public PrintedText(StreamReader reader) => _reading = ReadAsync(reader);

    /// <summary>All of it, once the process has ended.</summary>
    public async Task<string> AllAsync()
    {
        await _reading;
        return _text.ToString();
    }

    public string SoFar
    {
        get
        {
            lock (_text)
                return _text.ToString();
        }
    }

    /// <summary>Completes once this was printed so many times; cancelled when that never comes.</summary>
    public Task SeenAsync(string wanted, int times = 1)
    {
        lock (_text)
        {
            var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (Count(_text.ToString(), wanted) >= times)
                seen.SetResult();
            else if (_isOver)
                seen.SetCanceled();
            else
                _waiting.Add((wanted, times, seen));
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
                foreach (var (wanted, times, seen) in _waiting)
                    if (Count(all, wanted) >= times)
                        seen.TrySetResult();
            }
        lock (_text)
        {
            _isOver = true;
            foreach (var (_, _, seen) in _waiting)
                seen.TrySetCanceled();
        }
    }

    private static int Count(string text, string wanted)
    {
        var count = 0;
        for (
            var at = text.IndexOf(wanted, StringComparison.Ordinal);
            at >= 0;
            at = text.IndexOf(wanted, at + wanted.Length, StringComparison.Ordinal)
        )
            count++;
        return count;
    }
}
