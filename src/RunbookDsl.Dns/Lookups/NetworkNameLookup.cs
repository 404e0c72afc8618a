using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace RunbookDsl.Dns;

/// <summary>
/// Asks name servers over the real network: UDP, and TCP when an answer does not fit. Each question has a
/// number and a port that nobody can foresee; an answer to another question is not listened to.
/// </summary>
public sealed class NetworkNameLookup : INameLookup
{
    private const int Tries = 3;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);
    private readonly TimeProvider _clock;
    private readonly Func<string?, CancellationToken, Task<IReadOnlyList<IPEndPoint>>> _find;

    /// <summary>A lookup whose patience is measured by this clock: 3 tries of 5 s.</summary>
    public NetworkNameLookup(TimeProvider clock)
        : this(clock, ServerBook.FindAsync) { }

    internal NetworkNameLookup(
        TimeProvider clock,
        Func<string?, CancellationToken, Task<IReadOnlyList<IPEndPoint>>> find
    ) => (_clock, _find) = (clock, find);

    /// <inheritdoc/>
    public async Task<NameAnswer> AskAsync(NameQuestion question, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(question);
        var type = RecordTypes.Number(question.Type);
        var server = question.Server?.TrimEnd('.').ToLowerInvariant();
        var places = await _find(server, cancellation).ConfigureAwait(false);
        var why = "it has no address";
        for (var attempt = 0; places.Count > 0 && attempt < Tries; attempt++)
        {
            var id = (ushort)RandomNumberGenerator.GetInt32(ushort.MaxValue + 1);
            var query = QueryWriter.Write(id, question.Name, type);
            try
            {
                using var limit = new CancellationTokenSource(Limit, _clock);
                using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
                var message = await ExchangeAsync(query, places[attempt % places.Count], either.Token)
                    .ConfigureAwait(false);
                if (ReplyReader.Read(message, query, server ?? "resolver") is { } answer)
                    return answer;
                why = "its answer is broken";
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                why = $"no answer within {Durations.Text(Limit)}";
            }
            catch (Exception e) when (e is SocketException or IOException)
            {
                why = e.Message;
            }
        }
        throw new OperationFailedException(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{server ?? "the resolver of this machine"} did not answer '{question.Name} {question.Type}': asked {Tries} times, {why}"
            ),
            retryable: true
        );
    }

    private static async Task<byte[]> ExchangeAsync(
        byte[] query,
        IPEndPoint place,
        CancellationToken cancellation
    )
    {
        var message = await OverUdpAsync(query, place, cancellation).ConfigureAwait(false);
        return ReplyReader.IsCut(message)
            ? await OverTcpAsync(query, place, cancellation).ConfigureAwait(false)
            : message;
    }

    private static async Task<byte[]> OverUdpAsync(
        byte[] query,
        IPEndPoint place,
        CancellationToken cancellation
    )
    {
        using var socket = new Socket(place.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        // Connected: only what comes from there is received.
        await socket.ConnectAsync(place, cancellation).ConfigureAwait(false);
        await socket.SendAsync(query, cancellation).ConfigureAwait(false);
        var buffer = new byte[ushort.MaxValue];
        while (true)
        {
            var count = await socket
                .ReceiveAsync(buffer, SocketFlags.None, cancellation)
                .ConfigureAwait(false);
            if (ReplyReader.IsAnswer(buffer.AsSpan(0, count), query))
                return buffer[..count];
        }
    }

    private static async Task<byte[]> OverTcpAsync(
        byte[] query,
        IPEndPoint place,
        CancellationToken cancellation
    )
    {
        using var socket = new Socket(place.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(place, cancellation).ConfigureAwait(false);
        var stream = new NetworkStream(socket);
        await using var closing = stream.ConfigureAwait(false);
        var framed = new byte[query.Length + 2];
        BinaryPrimitives.WriteUInt16BigEndian(framed, (ushort)query.Length);
        query.CopyTo(framed, 2);
        await stream.WriteAsync(framed, cancellation).ConfigureAwait(false);
        await stream.ReadExactlyAsync(framed.AsMemory(0, 2), cancellation).ConfigureAwait(false);
        var message = new byte[BinaryPrimitives.ReadUInt16BigEndian(framed)];
        await stream.ReadExactlyAsync(message, cancellation).ConfigureAwait(false);
        return ReplyReader.IsAnswer(message, query)
            ? message
            : throw new IOException("the answer over TCP is to another question");
    }
}
