using System.Globalization;
using System.Text;

namespace RunbookDsl.Notify;

/// <summary>Lines to and from a mail server, bounded in length, number and time.</summary>
internal sealed class SmtpLine(Stream stream, TimeProvider clock) : IAsyncDisposable
{
    private const int LongestLine = 2048;
    private const int MostLines = 100;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private readonly byte[] _buffer = new byte[4096];
    private int _from;
    private int _to;

    /// <summary>What both sides go on with when TLS begins.</summary>
    public Stream Stream => stream;

    /// <summary>Sends a command, or nothing, and reads the answer.</summary>
    /// <exception cref="IOException">The line broke, no answer came in time, or it is none.</exception>
    public async Task<SmtpReply> AskAsync(string? text, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(Limit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            if (text is not null)
            {
                await stream.WriteAsync(Encoding.UTF8.GetBytes(text), either.Token).ConfigureAwait(false);
                await stream.FlushAsync(either.Token).ConfigureAwait(false);
            }
            return await ReadAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new IOException($"no answer within {Durations.Text(Limit)}", e);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => stream.DisposeAsync();

    private async Task<SmtpReply> ReadAsync(CancellationToken cancellation)
    {
        var lines = new List<string>();
        while (lines.Count < MostLines)
        {
            var line = await LineAsync(cancellation).ConfigureAwait(false);
            if (
                line.Length < 3
                || !int.TryParse(
                    line.AsSpan(0, 3),
                    NumberStyles.None,
                    CultureInfo.InvariantCulture,
                    out var code
                )
            )
                throw new IOException("the server does not speak SMTP");
            lines.Add(line.Length > 4 ? line[4..] : "");
            if (line.Length == 3 || line[3] != '-')
                return new(code, lines);
        }
        throw new IOException("its answer does not end");
    }

    private async Task<string> LineAsync(CancellationToken cancellation)
    {
        var line = new StringBuilder();
        while (line.Length <= LongestLine)
        {
            if (_from == _to)
            {
                (_from, _to) = (0, await stream.ReadAsync(_buffer, cancellation).ConfigureAwait(false));
                if (_to == 0)
                    throw new IOException("the server hung up");
            }
            var letter = (char)_buffer[_from++];
            if (letter == '\n')
                return line.ToString().TrimEnd('\r');
            line.Append(char.IsAscii(letter) ? letter : '?');
        }
        throw new IOException("its answer has a line without an end");
    }
}
