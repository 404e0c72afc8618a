namespace RunbookDsl.Testing.Tests.NameServers;

/// <summary>Rubbish from anywhere: it is answered or passed over, and the server goes on.</summary>
[CancelAfter(300_000)]
internal sealed class FuzzTests
{
    private const int Packets = 100_000;

    [TestCase(1)]
    [TestCase(20261205)]
    public async Task RandomAndMutatedPackets_NeverHurt(int seed)
    {
        await using var world = await DnsWorld.StartAsync();
        TestContext.Out.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var lost = new LostQueries();
        var zones = world.Stage.Zones();
        QueryDesk[] desks =
        [
            new("dns", world.Stage, new AuthorityView(zones), lost),
            new("dns", world.Stage, new ResolverView(zones, world.Stage.Clock, false), lost),
        ];
        var rcodes = new Dictionary<int, int>();
        for (var i = 0; i < Packets; i++)
        {
            var packet = Packet(random);
            var origin = new QueryOrigin(random.Next(2) == 0, 1, default);
            var answer = await desks[random.Next(2)].TakeAsync(packet, origin);
            if (answer is null)
                continue;
            var rcode = answer.Message[3] & 15;
            rcodes[rcode] = rcodes.GetValueOrDefault(rcode) + 1;
            Assert.That(answer.Message[..2], Is.EqualTo(packet[..2]), Convert.ToHexString(packet));
            Assert.That(DnsMessage.Read(answer.Message, ""), Is.Not.Null, Convert.ToHexString(packet));
            // Our own client gets rubbish, too.
            DnsMessage.Read(Mutated(random, answer.Message), "");
        }
        // It looked: every common outcome came up.
        Assert.That(rcodes.Keys, Is.SupersetOf(new[] { 0, 1, 3, 4, 5 }));
        Assert.That(world.Stage.Found.Where(f => f.Kind == Findings.Engine), Is.Empty);
    }

    [Test]
    public async Task RubbishOverTheSockets_DoesNotStopTheServer()
    {
        await using var world = await DnsWorld.StartAsync();
        var random = new Random(7);
        using var udp = new System.Net.Sockets.UdpClient();
        udp.Connect(System.Net.IPAddress.Loopback, world.Scene.ResolverPort);
        for (var i = 0; i < 2000; i++)
            await udp.SendAsync(Packet(random));
        for (var i = 0; i < 50; i++)
        {
            using var tcp = new System.Net.Sockets.TcpClient();
            await tcp.ConnectAsync(System.Net.IPAddress.Loopback, world.Scene.ResolverPort);
            var rubbish = new byte[random.Next(2000)];
            random.NextBytes(rubbish);
            await tcp.GetStream().WriteAsync(rubbish);
        }
        Assert.That(
            await world.Ask("A", "www.makerepo.com"),
            Is.EqualTo("NOERROR; www.makerepo.com A 192.0.2.10 3600")
        );
        Assert.That(world.Stage.Found.Where(f => f.Kind == Findings.Engine), Is.Empty);
    }

    private static byte[] Packet(Random random)
    {
        if (random.Next(4) == 0)
        {
            var noise = new byte[random.Next(600)];
            random.NextBytes(noise);
            return noise;
        }
        string[] names =
        [
            "www.makerepo.com",
            "x.apps.makerepo.com",
            "no.makerepo.com",
            "shop.makerepo.com",
            "a.b",
            "",
        ];
        ushort[] types = [1, 2, 5, 6, 15, 16, 28, 33, 252, 255, 257, 999];
        var question = new DnsQuestion(
            names[random.Next(names.Length)],
            types[random.Next(types.Length)],
            (ushort)(random.Next(20) == 0 ? 3 : 1)
        );
        var query = DnsMessage.Query(
            (ushort)random.Next(65536),
            question,
            random.Next(2) == 0 ? "step" : null
        );
        return random.Next(3) == 0 ? query : Mutated(random, query);
    }

    private static byte[] Mutated(Random random, byte[] message)
    {
        var bytes = message.ToList();
        for (var changes = random.Next(1, 5); changes > 0 && bytes.Count > 0; changes--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                case 3:
                    bytes.Insert(at, (byte)random.Next(256));
                    break;
                default:
                    if (bytes.Count > 14)
                        bytes[12 + random.Next(bytes.Count - 13)] = 0xC0;
                    break;
            }
        }
        return [.. bytes];
    }
}
