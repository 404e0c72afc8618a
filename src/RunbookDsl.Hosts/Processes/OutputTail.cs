using System.Text;

namespace RunbookDsl.Hosts;

/// <summary>Reads one output stream to its end, hands on its lines and keeps its last bytes.</summary>
internal sealed class OutputTail(int keep, Action<string>? onLine)
{
    private const int LongestLine = 64 * 1024;
    private readonly TaskCompletionSource _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<byte> _line = [];
    private readonly Lock _gate = new();
    private byte[] _kept = [];
    private int _length;
    private bool _wasCut;

    /// <summary>Completes when every process that holds the stream has closed it.</summary>
    public Task Finished => _finished.Task;

    public void Begin(Stream stream, string name) => SmallThread.Start(() => ReadAll(stream), name);

    /// <summary>What is kept so far as text; bytes that are no UTF-8 become replacement characters.</summary>
    public string Text()
    {
        lock (_gate)
        {
            var start = Math.Max(0, _length - keep);
            if (_wasCut || start > 0)
                while (start < _length && IsContinuation(_kept[start]))
                    start++;
            return Encoding.UTF8.GetString(_kept, start, _length - start);
        }
    }

    private void ReadAll(Stream stream)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            using (stream)
                while (stream.Read(buffer) is > 0 and var count)
                    Take(buffer.AsSpan(0, count));
        }
        catch (IOException) { }
        End();
        _finished.SetResult();
    }

    /// <summary>Hands on a last line without an end.</summary>
    public void End()
    {
        if (_line.Count > 0)
            EndLine();
    }

    public void Take(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
            Keep(bytes);
        if (onLine is null)
            return;
        foreach (var b in bytes)
        {
            if (b == '\n' || (_line.Count >= LongestLine && !IsContinuation(b)))
                EndLine();
            if (b != '\n')
                _line.Add(b);
        }
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > keep)
        {
            bytes = bytes[^keep..];
            (_length, _wasCut) = (0, true);
        }
        if (_length + bytes.Length > 2 * keep)
        {
            Array.Copy(_kept, _length - keep, _kept, 0, keep);
            (_length, _wasCut) = (keep, true);
        }
        if (_length + bytes.Length > _kept.Length)
            Array.Resize(ref _kept, Math.Max(_length + bytes.Length, Math.Min(2 * keep, 2 * _kept.Length)));
        bytes.CopyTo(_kept.AsSpan(_length));
        _length += bytes.Length;
    }

    private void EndLine()
    {
        if (_line.Count > 0 && _line[^1] == '\r')
            _line.RemoveAt(_line.Count - 1);
        var text = Encoding.UTF8.GetString(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_line));
        _line.Clear();
        onLine?.Invoke(text);
    }

    private static bool IsContinuation(byte b) => (b & 0xC0) == 0x80;
}
