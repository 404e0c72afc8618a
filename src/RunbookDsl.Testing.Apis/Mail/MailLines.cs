using System.Buffers;
using System.IO.Pipelines;
using System.Text;

namespace RunbookDsl.Testing.Apis;

/// <summary>Lines of a mail client, each bounded.</summary>
internal sealed class MailLines(Stream stream)
{
    private const int Longest = 16 << 10;
    private readonly PipeReader _input = PipeReader.Create(stream, new(leaveOpen: true));

    /// <summary>The next line without its end; null when the client has gone or a line has no end.</summary>
    public async Task<string?> ReadAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var read = await _input.ReadAsync(cancellation).ConfigureAwait(false);
            if (read.Buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = Encoding.UTF8.GetString(read.Buffer.Slice(0, end)).TrimEnd('\r');
                _input.AdvanceTo(read.Buffer.GetPosition(1, end));
                return line;
            }
            _input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            if (read.IsCompleted || read.Buffer.Length > Longest)
                return null;
        }
    }

    public async Task WriteAsync(string line, CancellationToken cancellation) =>
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"{line}\r\n"), cancellation).ConfigureAwait(false);
}
