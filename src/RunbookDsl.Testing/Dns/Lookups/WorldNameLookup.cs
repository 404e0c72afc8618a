using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace RunbookDsl.Testing;

/// <summary>Asks the name servers of the world over their real sockets.</summary>
internal sealed class WorldNameLookup(DnsDoors doors, Stage stage) : INameLookup
{
    private const int Tries = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    // Nothing of ours takes that long: it only ends what a defect would leave hanging.
    private static readonly TimeSpan RealPatience = TimeSpan.FromSeconds(30);
    private int _number;

    public async Task<NameAnswer> AskAsync(NameQuestion question, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(question);
        var asked = Read(question);
        var server = question.Server is null ? "resolver" : DnsName.Plain(question.Server);
        var to = new IPEndPoint(IPAddress.Loopback, doors.PortFor(question.Server));
        for (var attempt = 1; attempt <= Tries; attempt++)
        {
            if (await TryAsync(asked, to, server, cancellation).ConfigureAwait(false) is { } answer)
                return answer;
            var until = stage.Clock.GetUtcNow() + Patience;
            await stage.Clock.UntilAsync(until, Patience, cancellation).ConfigureAwait(false);
        }
        throw new OperationFailedException(
            $"{server} did not answer '{asked}': asked {Tries} times, {Patience.TotalSeconds} s each",
            retryable: true
        );
    }

    private static DnsQuestion Read(NameQuestion question)
    {
        if (DnsType.Number(question.Type) is not { } type)
            throw new OperationFailedException(
                $"there is no record type '{question.Type}'"
                    + $"{Nearest.Suggest(question.Type, DnsType.OfRecords)}"
            );
        try
        {
            _ = DnsName.Labels(question.Name);
        }
        catch (FormatException e)
        {
            throw new OperationFailedException(e.Message, inner: e);
        }
        return new(DnsName.Plain(question.Name), type);
    }

    // Null when no answer came.
    private async Task<NameAnswer?> TryAsync(
        DnsQuestion question,
        IPEndPoint to,
        string server,
        CancellationToken cancellation
    )
    {
        var id = (ushort)Interlocked.Increment(ref _number);
        var query = DnsMessage.Query(id, question, stage.Clock.StepAtWork);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(RealPatience);
        try
        {
            var answer = await OverUdpAsync(query, id, to, limit.Token).ConfigureAwait(false);
            if (answer is not null && DnsMessage.IsTruncated(answer))
                answer = await OverTcpAsync(query, id, to, limit.Token).ConfigureAwait(false);
            return answer is null ? null : DnsMessage.Read(answer, server);
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            return null;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return null;
        }
    }

    private async Task<byte[]?> OverUdpAsync(byte[] query, ushort id, IPEndPoint to, CancellationToken limit)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var port = ((IPEndPoint)socket.LocalEndPoint!).Port;
        var lost = doors.Lost.Expect(port);
        try
        {
            await socket.ConnectAsync(to, limit).ConfigureAwait(false);
            await socket.SendAsync(query, limit).ConfigureAwait(false);
            var buffer = new byte[ushort.MaxValue];
            while (true)
            {
                using var stop = CancellationTokenSource.CreateLinkedTokenSource(limit);
                var receiving = socket.ReceiveAsync(buffer, SocketFlags.None, stop.Token).AsTask();
                if (await Task.WhenAny(receiving, lost).ConfigureAwait(false) == lost)
                {
                    await stop.CancelAsync().ConfigureAwait(false);
                    await receiving.ContinueWith(_ => { }, TaskScheduler.Default).ConfigureAwait(false);
                    return null;
                }
                var count = await receiving.ConfigureAwait(false);
                if (DnsMessage.IsAnswer(buffer.AsSpan(0, count), id))
                    return buffer[..count];
            }
        }
        finally
        {
            doors.Lost.Forget(port);
        }
    }

    private static async Task<byte[]?> OverTcpAsync(
        byte[] query,
        ushort id,
        IPEndPoint to,
        CancellationToken limit
    )
    {
        using var client = new TcpClient(AddressFamily.InterNetwork);
        await client.ConnectAsync(to, limit).ConfigureAwait(false);
        var stream = client.GetStream();
        var framed = new byte[query.Length + 2];
        BinaryPrimitives.WriteUInt16BigEndian(framed, (ushort)query.Length);
        query.CopyTo(framed, 2);
        await stream.WriteAsync(framed, limit).ConfigureAwait(false);
        await stream.ReadExactlyAsync(framed.AsMemory(0, 2), limit).ConfigureAwait(false);
        var answer = new byte[BinaryPrimitives.ReadUInt16BigEndian(framed)];
        await stream.ReadExactlyAsync(answer, limit).ConfigureAwait(false);
        return DnsMessage.IsAnswer(answer, id) ? answer : null;
    }
}
