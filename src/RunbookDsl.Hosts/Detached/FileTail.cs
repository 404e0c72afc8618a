namespace RunbookDsl.Hosts;

/// <summary>Follows a file that a program writes: hands on its lines and keeps its last bytes.</summary>
internal sealed class FileTail(string path, int keep, Action<string>? onLine)
{
    private readonly OutputTail _tail = new(keep, onLine);
    private long _position;

    /// <summary>Reads what has come since the last time.</summary>
    public void Read(bool isOver)
    {
        if (File.Exists(path))
        {
            using var file = new FileStream(
                path,
                FileMode.Open,
                FileAccess.Read,
                FileShare.ReadWrite | FileShare.Delete
            );
            file.Seek(_position, SeekOrigin.Begin);
            var buffer = new byte[16 * 1024];
            while (file.Read(buffer) is > 0 and var count)
            {
                _tail.Take(buffer.AsSpan(0, count));
                _position += count;
            }
        }
        if (isOver)
            _tail.End();
    }

    public string Text() => _tail.Text();
}
