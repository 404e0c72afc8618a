using System.Globalization;
using System.Text;

namespace RunbookDsl.LanguageServer;

/// <summary>
/// Takes messages out of a stream: header lines, a blank line, as many bytes as the header says. Bounded;
/// what
/// is no message is skipped, so that the next one is found again.
/// </summary>
internal sealed class FrameReader(Stream input)
{
    public const int MostBodyBytes = 16 << 20;
    private const int MostLineBytes = 1024;
    private const int MostHeaderLines = 32;
    private readonly byte[] _buffer = new byte[16 << 10];
    private int _next;
    private int _end;

    /// <summary>The body of the next message; empty for one that was too large, null at the end.</summary>
    public async ValueTask<byte[]?> ReadAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var length = await ReadHeaderAsync(cancellation).ConfigureAwait(false);
            if (length is null)
                return null;
            if (length > MostBodyBytes)
                return await SkipAsync(length.Value, cancellation).ConfigureAwait(false) ? [] : null;
            if (length >= 0)
                return await ReadBodyAsync((int)length, cancellation).ConfigureAwait(false);
        }
    }

    // -1 when the header told no length.
    private async ValueTask<long?> ReadHeaderAsync(CancellationToken cancellation)
    {
        long length = -1;
        for (var lines = 0; lines < MostHeaderLines; lines++)
        {
            var line = await ReadLineAsync(cancellation).ConfigureAwait(false);
            if (line is null)
                return null;
            if (line.Length == 0)
                return length;
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (
                colon > 0
                && line.AsSpan(0, colon).Trim().Equals("Content-Length", StringComparison.OrdinalIgnoreCase)
                && long.TryParse(
                    line.AsSpan(colon + 1).Trim(),
                    NumberStyles.None,
                    CultureInfo.InvariantCulture,
                    out var told
                )
            )
                length = told;
        }
        return -1;
    }

    private async ValueTask<string?> ReadLineAsync(CancellationToken cancellation)
    {
        var line = new StringBuilder();
        while (true)
        {
            if (_next == _end && !await FillAsync(cancellation).ConfigureAwait(false))
                return null;
            var c = (char)_buffer[_next++];
            if (c == '\n')
                return line.ToString().TrimEnd('\r');
            // A line that has no end is no header; its rest is thrown away.
            if (line.Length < MostLineBytes)
                line.Append(c);
        }
    }

    private async ValueTask<byte[]?> ReadBodyAsync(int length, CancellationToken cancellation)
    {
        var body = new byte[length];
        for (var read = 0; read < length; )
        {
            if (_next == _end && !await FillAsync(cancellation).ConfigureAwait(false))
                return null;
            var part = Math.Min(length - read, _end - _next);
            _buffer.AsSpan(_next, part).CopyTo(body.AsSpan(read));
            _next += part;
            read += part;
        }
        return body;
    }

    private async ValueTask<bool> SkipAsync(long length, CancellationToken cancellation)
    {
        while (length > 0)
        {
            if (_next == _end && !await FillAsync(cancellation).ConfigureAwait(false))
                return false;
            var part = (int)Math.Min(length, _end - _next);
            _next += part;
            length -= part;
        }
        return true;
    }

    private async ValueTask<bool> FillAsync(CancellationToken cancellation)
    {
        _next = 0;
        _end = await input.ReadAsync(_buffer, cancellation).ConfigureAwait(false);
        return _end > 0;
    }
}
