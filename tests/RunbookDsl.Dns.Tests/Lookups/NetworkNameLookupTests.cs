using System.Buffers.Binary;
using System.Net;

namespace RunbookDsl.Dns.Tests;

/// <summary>Our own client against sockets: what it asks, and what it makes of answers.</summary>
[CancelAfter(60_000)]
internal sealed class NetworkNameLookupTests
{
    private static readonly byte[] Address = [0xc0, 12, 0, 1, 0, 1, 0, 0, 1, 0x2c, 0, 4, 192, 0, 2, 7];

    [Test]
    public async Task An_answer_is_read_and_answers_to_others_are_not()
    {
        using var server = new RawServer(query =>
            [Reply(query, [0, 1], Address, id: 1), [1, 2], Reply(query, [0, 1], Address)]
        );
        var answer = await Lookup(server)
            .AskAsync(new("App.Example.", "a") { Server = "NS1.example." }, default);
        Assert.That(
            (answer.Rcode, answer.Server, answer.IsAuthoritative, answer.Records.Single()),
            Is.EqualTo(
                (
                    "NOERROR",
                    "ns1.example",
                    true,
                    new NameRecord("app.example", "A", "192.0.2.7", TimeSpan.FromSeconds(300))
                )
            )
        );
    }

    [Test]
    public async Task What_does_not_fit_is_asked_for_over_TCP()
    {
        using var server = new RawServer(
            query => [Reply(query, [0, 0], [], flags: 0x8600)],
            query => Reply(query, [0, 1], Address)
        );
        var answer = await Lookup(server).AskAsync(new("app.example", "A"), default);
        Assert.That(answer.Records.Single().Content, Is.EqualTo("192.0.2.7"));
        Assert.That(answer.Server, Is.EqualTo("resolver"));
    }

    // An endless name, a pointer forwards, data that leads out, an address of three bytes, too many records.
    [TestCase("c01c0001000100000000000401020304", 1)]
    [TestCase("c0ff0001000100000000000401020304", 1)]
    [TestCase("c00c00010001000000000fff01020304", 1)]
    [TestCase("c00c0001000100000000000301020304", 1)]
    [TestCase("c00c0001000100000000000401020304", 2)]
    [TestCase("c00c0001000100000000000401020304", 60000)]
    [TestCase("3f61", 1)]
    [TestCase("", 1)]
    public async Task A_broken_answer_is_none(string records, int count)
    {
        using var server = new RawServer(query =>
            [Reply(query, [(byte)(count >> 8), (byte)count], Convert.FromHexString(records))]
        );
        Assert.That(
            async () => await Lookup(server).AskAsync(new("app.example", "A"), default),
            Throws
                .TypeOf<OperationFailedException>()
                .With.Message.EqualTo(
                    "the resolver of this machine did not answer 'app.example A': asked 3 times, its answer is "
                        + "broken"
                )
        );
        await Task.CompletedTask;
    }

    [Test]
    public void Negative_answers_are_answers()
    {
        using var server = new RawServer(query => [Reply(query, [0, 0], [], flags: 0x8583)]);
        var answer = Lookup(server).AskAsync(new("gone.example", "A"), default).Result;
        Assert.That((answer.Rcode, answer.Records.Length), Is.EqualTo(("NXDOMAIN", 0)));
    }

    [TestCase("", "127.0.0.1")]
    [TestCase("# none\nnameserver\nnameserver nobody\n", "127.0.0.1")]
    [TestCase(
        "search x\nnameserver 192.0.2.1\n nameserver\t2001:db8::1 \nnameserver 192.0.2.2\nnameserver 192.0.2.3",
        "192.0.2.1 2001:db8::1 192.0.2.2"
    )]
    public void The_configuration_of_the_machine_is_read(string file, string servers) =>
        Assert.That(string.Join(' ', ServerBook.Resolvers(file.Split('\n'))), Is.EqualTo(servers));

    [Test]
    public void Every_kind_of_data_is_shown_as_in_a_zone_file()
    {
        (string Type, string Data, string Shown)[] all =
        [
            ("NS", "036e7331c00c", "ns1.app.example"),
            ("MX", "000a046d61696cc00c", "10 mail.app.example"),
            ("TXT", "03612262015c", "\"a\\\"b\" \"\\\\\""),
            ("SRV", "000100020003c00c", "1 2 3 app.example"),
            ("CAA", "000569737375656c65", "0 issue \"le\""),
            ("AAAA", "20010db8000000000000000000000007", "2001:db8::7"),
            ("HTTPS", "0001", "\\# 2 0001"),
            ("SOA", "c00cc00c0000000100000002000000030000000400000005", "app.example app.example 1 2 3 4 5"),
        ];
        var seen = new List<string>();
        foreach (var (type, data, _) in all)
        {
            var bytes = Convert.FromHexString(data);
            byte[] head = [0xc0, 12, 0, 0, 0, 1, 0, 0, 0, 1, 0, (byte)bytes.Length];
            BinaryPrimitives.WriteUInt16BigEndian(head.AsSpan(2), RecordTypes.Number(type));
            using var server = new RawServer(query => [Reply(query, [0, 1], [.. head, .. bytes])]);
            var answer = Lookup(server).AskAsync(new("app.example", type), default).Result;
            seen.Add($"{answer.Records.Single().Type} {answer.Records.Single().Content}");
        }
        Assert.That(seen, Is.EqualTo(all.Select(a => $"{a.Type} {a.Shown}")));
    }

    private static NetworkNameLookup Lookup(RawServer server) =>
        new(TimeProvider.System, (_, _) => Task.FromResult<IReadOnlyList<IPEndPoint>>([server.Place]));

    private static byte[] Reply(byte[] query, byte[] count, byte[] records, int flags = 0x8480, int id = -1)
    {
        var end = 12;
        while (query[end] != 0)
            end += query[end] + 1;
        var reply = query[..(end + 5)].Concat(records).ToArray();
        if (id >= 0)
            BinaryPrimitives.WriteUInt16BigEndian(
                reply,
                (ushort)(BinaryPrimitives.ReadUInt16BigEndian(query) + id)
            );
        BinaryPrimitives.WriteUInt16BigEndian(reply.AsSpan(2), (ushort)flags);
        count.CopyTo(reply, 6);
        reply.AsSpan(8, 4).Clear();
        return reply;
    }
}
