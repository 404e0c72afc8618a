using System.Buffers.Binary;

namespace RunbookDsl.Testing;

/// <summary>
/// One direction of a PostgreSQL connection: reads message after message and passes on, leaves out or
/// replaces each. What is passed on goes out when nothing more is there to read, in as few writes as can be;
/// a message that does not fit is passed on in pieces.
/// </summary>
internal sealed class WireBuffer(Stream from, Stream to, CancellationToken closed)
{
    private const int Size = 256 * 1024;
    private const int Header = 5;
    private readonly byte[] _bytes = new byte[Size];
    private int _sent;
    private int _at;
    private int _end;

    /// <summary>Type byte of the message at hand.</summary>
    public char Type { get; private set; }

    /// <summary>Bytes of the message at hand, with its header.</summary>
    public long Length { get; private set; }

    /// <summary>Whether the receiver has gone, and nothing is sent any more.</summary>
    public bool IsMute { get; set; }

    /// <summary>Goes to the next message; false when the sender has closed.</summary>
    public async ValueTask<bool> NextAsync()
    {
        if (!await HaveAsync(Header).ConfigureAwait(false))
            return false;
        var length = BinaryPrimitives.ReadInt32BigEndian(_bytes.AsSpan(_at + 1));
        if (length < Header - 1)
            throw new InvalidDataException($"a message of {length} bytes is no message of PostgreSQL");
        (Type, Length) = ((char)_bytes[_at], length + 1L);
        return true;
    }

    /// <summary>The first bytes of the body, valid until the next call; the whole when there are no
    /// more.</summary>
    public async ValueTask<ReadOnlyMemory<byte>> BodyAsync(int most)
    {
        var count = (int)Math.Min(Length, most + Header);
        if (!await HaveAsync(count).ConfigureAwait(false))
            throw new EndOfStreamException();
        return _bytes.AsMemory(_at + Header, count - Header);
    }

    /// <summary>Passes the message on.</summary>
    public async ValueTask PassAsync()
    {
        var missing = Length - (_end - _at);
        if (missing <= 0)
        {
            _at += (int)Length;
            return;
        }
        _at = _end;
        await FlushAsync().ConfigureAwait(false);
        while (missing > 0)
        {
            await ReadAsync().ConfigureAwait(false);
            _at = (int)Math.Min(_end, missing);
            missing -= _at;
            await FlushAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Passes on what follows of rows and COPY data, as far as it is here.</summary>
    public void PassData()
    {
        while (_end - _at >= Header && _bytes[_at] is (byte)'d' or (byte)'D')
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(_bytes.AsSpan(_at + 1)) + 1L;
            if (length < Header || length > _end - _at)
                return;
            _at += (int)length;
        }
    }

    /// <summary>Leaves the message out but for its first bytes.</summary>
    /// <returns>How many of its bytes were passed on.</returns>
    public async ValueTask<int> SkipAsync(int keep = 0)
    {
        await FlushAsync().ConfigureAwait(false);
        var kept = (int)Math.Min(keep, Length);
        for (var (left, open) = (Length, kept); left > 0; )
        {
            if (_at == _end)
                await ReadAsync().ConfigureAwait(false);
            var piece = (int)Math.Min(_end - _at, left);
            if (Math.Min(piece, open) is > 0 and var pass)
            {
                await SendAsync(_bytes.AsMemory(_at, pass)).ConfigureAwait(false);
                open -= pass;
            }
            _at += piece;
            left -= piece;
            _sent = _at;
        }
        return kept;
    }

    /// <summary>Sends a message of our own, behind all that was passed on.</summary>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> message)
    {
        await FlushAsync().ConfigureAwait(false);
        await SendAsync(message).ConfigureAwait(false);
    }

    /// <summary>Passes on everything from here to the end, whatever it is.</summary>
    public async Task PassRestAsync()
    {
        _at = _end;
        await FlushAsync().ConfigureAwait(false);
        await from.CopyToAsync(to, closed).ConfigureAwait(false);
    }

    /// <summary>Sends what was passed on and is still here.</summary>
    public async ValueTask FlushAsync()
    {
        if (_at > _sent)
            await SendAsync(_bytes.AsMemory(_sent, _at - _sent)).ConfigureAwait(false);
        _sent = _at;
        if (_at == _end)
            (_sent, _at, _end) = (0, 0, 0);
    }

    /// <summary>
    /// Keeps reading, without looking at what comes, until the sender closes or the buffer is full.
    /// </summary>
    /// <returns>Whether the sender has closed.</returns>
    public async Task<bool> WatchAsync(CancellationToken enough)
    {
        await FlushAsync().ConfigureAwait(false);
        Compact();
        while (_end < Size)
        {
            int count;
            try
            {
                count = await from.ReadAsync(_bytes.AsMemory(_end), enough).ConfigureAwait(false);
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException)
            {
                return true;
            }
            catch (OperationCanceledException)
            {
                return false;
            }
            if (count == 0)
                return true;
            _end += count;
        }
        return false;
    }

    private async ValueTask<bool> HaveAsync(int count)
    {
        while (_end - _at < count)
        {
            await FlushAsync().ConfigureAwait(false);
            if (_at + count > Size)
                Compact();
            var read = await from.ReadAsync(_bytes.AsMemory(_end), closed).ConfigureAwait(false);
            if (read == 0)
                return false;
            _end += read;
        }
        return true;
    }

    private async ValueTask SendAsync(ReadOnlyMemory<byte> bytes)
    {
        if (IsMute)
            return;
        try
        {
            await to.WriteAsync(bytes, closed).ConfigureAwait(false);
        }
        catch (IOException)
        {
            IsMute = true;
        }
    }

    private async ValueTask ReadAsync()
    {
        var read = await from.ReadAsync(_bytes.AsMemory(_end), closed).ConfigureAwait(false);
        if (read == 0)
            throw new EndOfStreamException();
        _end += read;
    }

    private void Compact()
    {
        _bytes.AsSpan(_at, _end - _at).CopyTo(_bytes);
        (_sent, _at, _end) = (0, 0, _end - _at);
    }
}
