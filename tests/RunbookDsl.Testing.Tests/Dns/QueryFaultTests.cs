namespace RunbookDsl.Testing.Tests.NameServers;

/// <summary>Answers that do not come, or are wrong.</summary>
[CancelAfter(60_000)]
internal sealed class QueryFaultTests
{
    private const string Www = "www.makerepo.com";

    [TestCase(null, "SERVFAIL")]
    [TestCase("REFUSED", "REFUSED")]
    [TestCase("NXDOMAIN", "NXDOMAIN")]
    public async Task Error_IsTheRcode(string? code, string expected)
    {
        await using var world = await Start(new FaultAction(FaultKind.Error) { Code = code });
        Assert.That(await world.Ask("A", Www), Is.EqualTo(expected));
        Assert.That(await world.Ask("A", Www), Does.StartWith("NOERROR"));
        Assert.That(world.Log.First(), Is.EqualTo($"A {Www} (resolver): {expected}"));
        Assert.That(world.Stage.UnusedFaults, Is.Empty);
    }

    [Test]
    public async Task UnknownError_IsAFinding()
    {
        await using var world = await Start(new FaultAction(FaultKind.Error) { Code = "SERVFALL" });
        Assert.That(await world.Ask("A", Www), Is.EqualTo("SERVFAIL"));
        Assert.That(
            world.Found,
            Is.EqualTo(
                new[] { "unknown: dns does not know the error SERVFALL (did you mean 'the error SERVFAIL'?)" }
            )
        );
    }

    [TestCase(FaultKind.Drop)]
    [TestCase(FaultKind.Hang)]
    [TestCase(FaultKind.Kill)]
    public async Task LostAnswer_IsWaitedForInVirtualTimeAndAskedForAgain(FaultKind kind)
    {
        await using var world = await Start(new FaultAction(kind));
        Assert.That(await world.Ask("A", Www), Is.EqualTo($"NOERROR; {Www} A 192.0.2.10 3595"));
        Assert.That(world.Stage.Clock.Elapsed, Is.EqualTo(TimeSpan.FromSeconds(5)));
        Assert.That(
            world.Log,
            Is.EqualTo(
                new[] { $"A {Www} (resolver): no answer", $"A {Www} (resolver): 192.0.2.10 ttl 3595 cached" }
            )
        );
    }

    [Test]
    public async Task NoAnswerAtAll_IsAFailureThatMayBeTriedAgain()
    {
        var fault = new Fault(new(FaultKind.Drop), FaultMoment.AfterEffect) { Times = 3 };
        await using var world = await DnsWorld.StartAsync(null, fault);
        var error = Assert.ThrowsAsync<OperationFailedException>(() => world.Ask("A", Www, "8.8.8.8"));
        Assert.That(
            error.Message,
            Is.EqualTo("8.8.8.8 did not answer 'A www.makerepo.com': asked 3 times, 5 s each")
        );
        Assert.That(error.Retryable, Is.True);
        Assert.That(world.Stage.Clock.Elapsed, Is.EqualTo(TimeSpan.FromSeconds(15)));
    }

    [Test]
    public async Task Duplicate_AnswersTwice()
    {
        await using var world = await Start(new FaultAction(FaultKind.Duplicate));
        using var udp = new System.Net.Sockets.UdpClient();
        udp.Connect(System.Net.IPAddress.Loopback, world.Scene.ResolverPort);
        await udp.SendAsync(DnsMessage.Query(9, new(Www, DnsType.A), null));
        var first = await udp.ReceiveAsync();
        var second = await udp.ReceiveAsync();
        Assert.That(second.Buffer, Is.EqualTo(first.Buffer));
        Assert.That(world.Log.Count(), Is.EqualTo(1));
    }

    [Test]
    public async Task HangOverTcp_IsToldAsEndlessWhenNobodyWouldEverGiveUp()
    {
        await using var world = await Start(new FaultAction(FaultKind.Hang));
        using var tcp = new System.Net.Sockets.TcpClient();
        await tcp.ConnectAsync(System.Net.IPAddress.Loopback, world.Scene.ResolverPort);
        var query = DnsMessage.Query(9, new(Www, DnsType.A), null);
        await tcp.GetStream().WriteAsync((byte[])[0, (byte)query.Length, .. query]);
        Assert.That(await tcp.GetStream().ReadAsync(new byte[10]), Is.Zero);
        Assert.That(world.Stage.Log.Events.Select(e => e.IsEndless), Is.EqualTo(new[] { true }));
        Assert.That(world.Found, Is.Empty);
    }

    [Test]
    public async Task DropOverTcp_LetsSomeBytesThrough()
    {
        await using var world = await Start(new FaultAction(FaultKind.Drop) { Bytes = 7 });
        using var tcp = new System.Net.Sockets.TcpClient();
        await tcp.ConnectAsync(System.Net.IPAddress.Loopback, world.Scene.ResolverPort);
        var query = DnsMessage.Query(9, new(Www, DnsType.A), null);
        await tcp.GetStream().WriteAsync((byte[])[0, (byte)query.Length, .. query]);
        Assert.That(await tcp.GetStream().ReadAtLeastAsync(new byte[10], 10, false), Is.EqualTo(7));
    }

    [Test]
    public async Task Step_IsKnownWithoutGuessing()
    {
        await using var world = await DnsWorld.StartAsync();
        using (world.Stage.Clock.Enter("other"))
            await Task.CompletedTask;
        using (world.Stage.Clock.Enter("swap"))
            await world.Ask("A", Www);
        Assert.That(world.Stage.Log.Events.Single().Call.Step, Is.EqualTo("swap"));
    }

    private static Task<DnsWorld> Start(FaultAction action) =>
        DnsWorld.StartAsync(null, new Fault(action, FaultMoment.BeforeEffect) { System = "dns" });
}
