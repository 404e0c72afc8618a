using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace RunbookDsl.Testing.Tests.NameServers;

/// <summary>Messages, byte by byte.</summary>
[CancelAfter(60_000)]
internal sealed class WireTests
{
    // Header, question "WwW.MakeRepo.com A IN".
    private const string Question = "03577757084d616b655265706f03636f6d0000010001";
    private const string Header = "beef01000001000000000000";

    [Test]
    public async Task Answer_EchoesTheQuestionByteForByteAndPointsIntoIt()
    {
        await using var world = await DnsWorld.StartAsync();
        Assert.That(
            await Ask(world.Scene.AuthoritativePort, Header + Question),
            Is.EqualTo("beef85000001000100000000" + Question + "c00c0001000100000e100004c000020a")
        );
        Assert.That(
            await Ask(world.Scene.ResolverPort, Header + Question),
            Is.EqualTo("beef81800001000100000000" + Question + "c00c0001000100000e100004c000020a")
        );
    }

    [TestCase("beef28000001000000000000" + Question, "beefa8040000000000000000", TestName = "UPDATE")]
    [TestCase("beef20000001000000000000" + Question, "beefa0040000000000000000", TestName = "NOTIFY")]
    [TestCase("beef01000000000000000000", "beef81010000000000000000", TestName = "no question")]
    [TestCase(
        "beef01000002000000000000" + Question + Question,
        "beef81010000000000000000",
        TestName = "two questions"
    )]
    [TestCase(Header + "c00c00010001", "beef81010000000000000000", TestName = "pointer to itself")]
    [TestCase(Header + Question + "00", "beef81010000000000000000", TestName = "rubbish behind")]
    [TestCase(
        "beef01000001000000000002" + Question + "00002904d000000000000000002904d0000000000000",
        "beef81010000000000000000",
        TestName = "EDNS twice"
    )]
    [TestCase(
        "beef01000001000000000001" + Question + "00002904d000000000000c000a0008",
        "beef81010000000000000000",
        TestName = "option cut off"
    )]
    [TestCase(
        Header + "0776657273696f6e0462696e640000100003",
        "beef810500010000000000000776657273696f6e0462696e640000100003",
        TestName = "class CHAOS"
    )]
    [TestCase(
        "beef01000001000000000001" + Question + "00002904d000010000" + "0000",
        "beef81000001000000000001" + Question + "00002904d00100000000" + "00",
        TestName = "EDNS version 1 is BADVERS"
    )]
    public async Task Oddities_AreAnsweredAsTheProtocolSays(string query, string answer)
    {
        await using var world = await DnsWorld.StartAsync();
        Assert.That(await Ask(world.Scene.AuthoritativePort, query), Is.EqualTo(answer));
    }

    [Test]
    public async Task Edns_UnknownOptionsArePassedOver_AndDnssecFlagEchoed()
    {
        await using var world = await DnsWorld.StartAsync();
        // OPT: size 4096, DO, a cookie of 8 bytes and an option nobody knows.
        const string Opt = "000029100000008000" + "0013" + "000a00080102030405060708" + "fde700030a0b0c";
        Assert.That(
            await Ask(world.Scene.AuthoritativePort, "beef01000001000000000001" + Question + Opt),
            Is.EqualTo(
                "beef85000001000100000001"
                    + Question
                    + "c00c0001000100000e100004c000020a"
                    + "00002904d0000080000000"
            )
        );
    }

    [TestCase(false, 512)]
    [TestCase(true, 1232)]
    public async Task LargeAnswer_OverUdpIsCutShort_AndWholeOverTcp(bool edns, int limit)
    {
        await using var world = await DnsWorld.StartAsync();
        for (var i = 0; i < 100; i++)
            world.Zone.Put(new($"big{i}", "big.makerepo.com", "A", $"192.0.2.{i}", 60));
        var query = edns
            ? DnsMessage.Query(7, new("big.makerepo.com", DnsType.A), null)
            : Convert.FromHexString(Header + "03626967086d616b657265706f03636f6d0000010001");
        var answer = await Clients.Udp(world.Scene.AuthoritativePort, query);
        Assert.That(answer, Has.Length.LessThan(limit));
        Assert.That(answer[2] & 2, Is.EqualTo(2));
        Assert.That(answer[6..10], Is.All.Zero);
        var whole = (await Tcp(world.Scene.AuthoritativePort, [query])).Single();
        Assert.That(DnsMessage.Read(whole, "")!.Records, Has.Length.EqualTo(100));
        Assert.That(
            (await world.Ask("A", "big.makerepo.com", "ns1.provider.net")).Split(';'),
            Has.Length.EqualTo(101)
        );
        Assert.That(
            world.Log.Take(2).Select(l => l[..l.IndexOf(':', StringComparison.Ordinal)] + l[^10..]),
            Is.EqualTo(
                new[]
                {
                    "A big.makerepo.com (authoritative) truncated",
                    "A big.makerepo.com (authoritative, TCP).99 ttl 60",
                }
            )
        );
    }

    [Test]
    public async Task Tcp_SeveralQueriesAtOnce_AreAllAnswered()
    {
        await using var world = await DnsWorld.StartAsync();
        var queries = Enumerable
            .Range(1, 100)
            .Select(i => DnsMessage.Query((ushort)i, new($"n{i}.apps.makerepo.com", DnsType.A), null))
            .ToArray();
        var answers = await Tcp(world.Scene.ResolverPort, queries);
        Assert.That(
            answers.Select(a =>
                (BinaryPrimitives.ReadUInt16BigEndian(a), DnsMessage.Read(a, "")!.Records[0].Name)
            ),
            Is.EqualTo(Enumerable.Range(1, 100).Select(i => ((ushort)i, $"n{i}.apps.makerepo.com")))
        );
    }

    [Test]
    public async Task LongText_IsSplitAndReadBackWhole()
    {
        await using var world = await DnsWorld.StartAsync();
        var x = new string('x', 255);
        Assert.That(
            await world.Ask("TXT", "long.makerepo.com"),
            Is.EqualTo($"NOERROR; long.makerepo.com TXT \"{x}\" \"{x[..45]}\" 3600")
        );
    }

    [TestCase("\"a b\" \"c\\\"d\\\\\"", "\"a b\" \"c\\\"d\\\\\"")]
    [TestCase("plain \"quoted\" text", "\"plain \\\"quoted\\\" text\"")]
    [TestCase("\"\\195\\164ö\"", "\"\\195\\164\\195\\182\"")]
    [TestCase("\"\"", "\"\"")]
    public async Task Text_GoesThroughTheWire(string content, string expected)
    {
        await using var world = await DnsWorld.StartAsync();
        world.Zone.Put(new("t", "t.makerepo.com", "TXT", content, 60));
        Assert.That(
            await world.Ask("TXT", "t.makerepo.com", "ns1.provider.net"),
            Is.EqualTo($"NOERROR aa; t.makerepo.com TXT {expected} 60")
        );
    }

    [Test]
    public void OddNames_ReadBackAsTheyWereWritten()
    {
        var wire = new byte[] { 4, (byte)'a', (byte)'.', (byte)'\\', 200, 1, (byte)'Z', 0 };
        var at = 0;
        Assert.That(DnsName.TryRead(wire, ref at, false, out var name), Is.True);
        Assert.That((name, at), Is.EqualTo((@"a\.\\\200.Z", 8)));
        Assert.That(
            DnsName.Labels(name).SelectMany(l => l.Prepend((byte)l.Length)).Append((byte)0),
            Is.EqualTo(wire)
        );
        Assert.That(DnsName.Parent(name), Is.EqualTo("Z"));
    }

    private static async Task<string> Ask(int port, string query) =>
        Convert.ToHexStringLower(await Clients.Udp(port, Convert.FromHexString(query)));

    private static async Task<List<byte[]>> Tcp(int port, byte[][] queries)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port);
        var stream = client.GetStream();
        foreach (var query in queries)
        {
            await stream.WriteAsync(new[] { (byte)(query.Length >> 8), (byte)query.Length });
            await stream.WriteAsync(query);
        }
        client.Client.Shutdown(SocketShutdown.Send);
        var answers = new List<byte[]>();
        var length = new byte[2];
        while (await stream.ReadAtLeastAsync(length, 2, false) == 2)
        {
            var answer = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
            await stream.ReadExactlyAsync(answer);
            answers.Add(answer);
        }
        return answers;
    }
}
