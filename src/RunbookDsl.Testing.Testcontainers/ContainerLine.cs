using System.Text;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace RunbookDsl.Testing.Testcontainers;

/// <summary>
/// The line between us and a container: its words reach us, and it notices when we are gone.
/// </summary>
internal sealed class ContainerLine : IDisposable
{
    private const int MostLog = 1 << 20;
    private readonly StringBuilder _log = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private MultiplexedStream? _stream;

    /// <summary>What was said so far; of very much the end.</summary>
    public string Log
    {
        get
        {
            lock (_log)
                return _log.ToString();
        }
    }

    /// <summary>Completes when the container has ended, or its engine.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Whether there is a line, so that <see cref="Ended"/> will come.</summary>
    public bool IsOpen => _stream is not null;

    public async Task OpenAsync(IDockerClient client, string container)
    {
        var all = new ContainerAttachParameters
        {
            Stream = true,
            Stdin = true,
            Stdout = true,
            Stderr = true,
        };
        _stream = await client.Containers.AttachContainerAsync(container, all).ConfigureAwait(false);
        _ = Task.Run(() => ReadAsync(_stream));
    }

    public void Dispose() => _stream?.Dispose();

    private async Task ReadAsync(MultiplexedStream stream)
    {
        var buffer = new byte[8192];
        var decoder = Encoding.UTF8.GetDecoder();
        var letters = new char[Encoding.UTF8.GetMaxCharCount(buffer.Length)];
        try
        {
            while (
                await stream.ReadOutputAsync(buffer, 0, buffer.Length, default).ConfigureAwait(false)
                    is { EOF: false, Count: var count }
            )
                Keep(letters.AsSpan(0, decoder.GetChars(buffer, 0, count, letters, 0)));
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The engine went away, or we did.
        }
        finally
        {
            _ended.TrySetResult();
        }
    }

    private void Keep(ReadOnlySpan<char> words)
    {
        lock (_log)
        {
            _log.Append(words);
            if (_log.Length > MostLog)
                _log.Remove(0, _log.Length - MostLog / 2);
        }
    }
}
