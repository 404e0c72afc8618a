namespace RunbookDsl.Testing.Apis.Tests.Doors;

[CancelAfter(30_000)]
internal sealed class DoorTests
{
    [Test]
    public async Task Proxy_HttpsToAHostOfTheWorld_IsAnsweredByItsFake(CancellationToken cancellation)
    {
        await using var scene = new Scene();
        scene.Door.Serve(new EchoFake(scene.Stage, "one", "one.example"));
        scene.Door.Serve(new EchoFake(scene.Stage, "two", "*.two.example"));
        var one = await Curl.RunAsync(scene.Door, "a b", cancellation, "https://one.example/one?q=1%2B1");
        var two = await Curl.RunAsync(
            scene.Door,
            "c",
            cancellation,
            "http://x.two.example/two",
            "-H",
            "X-A: 1"
        );
        Assert.That(one, Is.EqualTo((0, "GET one.example /one?q=1%2B1 q=1+1 0 bytes ", "")));
        Assert.That(two, Is.EqualTo((0, "GET x.two.example /two q= 0 bytes 1", "")));
        Assert.That(
            scene.Calls,
            Is.EqualTo(new[] { "a b look: GET /one -> 200", "c look: GET /two -> 200" })
        );
        Assert.That(scene.Found, Is.Empty);
    }

    [TestCase("https://tree.example/x", 56, "")]
    [TestCase(
        "http://tree.example/x",
        0,
        "tree.example is not in this world (did you mean 'three.example'?); it has three.example."
    )]
    public async Task Proxy_AnotherHost_IsRefusedAndFound(
        string url,
        int exit,
        string output,
        CancellationToken cancellation
    )
    {
        await using var scene = new Scene();
        scene.Door.Serve(new EchoFake(scene.Stage, "three", "three.example"));
        var done = await Curl.RunAsync(scene.Door, "look", cancellation, url);
        Assert.That((done.Exit, done.Output), Is.EqualTo((exit, output)), done.Errors);
        Assert.That(
            scene.Found,
            Is.EqualTo(
                new[]
                {
                    "outside in 'look': tree.example is not in this world (did you mean 'three.example'?); "
                        + "it has three.example.",
                }
            )
        );
    }

    [Test]
    public async Task Origin_SeveralFakes_GoByTheirRoutes(CancellationToken cancellation)
    {
        await using var scene = new Scene();
        var one = new EchoFake(scene.Stage, "one", "one.example");
        var two = new EchoFake(scene.Stage, "two", "two.example");
        var origin = scene.Door.Origin(one, two);
        var other = scene.Door.Origin(new EchoFake(scene.Stage, "three", "three.example"));
        var host = $"127.0.0.1:{origin.Port}";
        var through = await Curl.RunAsync(scene.Door, "s", cancellation, $"{origin}one", $"{origin}two");
        var direct = await Curl.RunAsync(scene.Door, "s", cancellation, "--noproxy", "*", $"{other}three");
        Assert.That(
            through.Output,
            Is.EqualTo($"GET 127.0.0.1 /one q= 0 bytes GET 127.0.0.1 /two q= 0 bytes ")
        );
        Assert.That(direct.Output, Is.EqualTo("GET 127.0.0.1 /three q= 0 bytes "));
        Assert.That(scene.Stage.Tokens.Replace(host), Is.EqualTo("127.0.0.1:{port:one}"));
    }

    [Test]
    public async Task Body_ChunkedAndAnnounced_ComesWhole(CancellationToken cancellation)
    {
        await using var scene = new Scene();
        scene.Door.Serve(new EchoFake(scene.Stage, "one", "one.example"));
        var file = Path.Combine(scene.Stage.Directory, "body");
        await File.WriteAllBytesAsync(file, new byte[2_000_000], cancellation);
        var done = await Curl.RunAsync(
            scene.Door,
            "s",
            cancellation,
            "-T",
            file,
            "-H",
            "Transfer-Encoding: chunked",
            "-H",
            "Expect: 100-continue",
            "-H",
            $"X-A: {new string('a', 40_000)}",
            "https://one.example/one"
        );
        Assert.That(
            done.Output,
            Is.EqualTo($"PUT one.example /one q= 2000000 bytes {new string('a', 40_000)}")
        );
    }

    [Test]
    public async Task Body_AboveTheBound_IsRefused(CancellationToken cancellation)
    {
        await using var scene = new Scene();
        scene.Door.Serve(new EchoFake(scene.Stage, "one", "one.example"));
        var file = Path.Combine(scene.Stage.Directory, "body");
        await using (var long1 = File.Create(file))
            long1.SetLength((10 << 20) + 1);
        var done = await Curl.RunAsync(
            scene.Door,
            "s",
            cancellation,
            "-T",
            file,
            "-o",
            "/dev/null",
            "-w",
            "%{http_code}",
            "http://one.example/one"
        );
        Assert.That(done.Output, Is.EqualTo("413"));
        Assert.That(scene.Calls, Is.Empty);
    }

    [TestCase("http", FaultMoment.BeforeEffect, 0)]
    [TestCase("https", FaultMoment.AfterEffect, 0)]
    [TestCase("http", FaultMoment.AfterEffect, 122)]
    [TestCase("https", FaultMoment.AfterEffect, 122)]
    public async Task Drop_CutsTheConnection(
        string scheme,
        FaultMoment moment,
        int bytes,
        CancellationToken cancellation
    )
    {
        await using var scene = new Scene(
            new Fault(new(FaultKind.Drop) { Bytes = bytes }, moment) { ChangesOnly = true }
        );
        scene.Door.Serve(new EchoFake(scene.Stage, "one", "one.example"));
        var done = await Curl.RunAsync(
            scene.Door,
            "s",
            cancellation,
            "-X",
            "PUT",
            $"{scheme}://one.example/one"
        );
        Assert.That(
            (done.Exit, done.Output),
            Is.EqualTo(bytes == 0 ? (56, "") : (18, "PUT one")),
            done.Errors
        );
        Assert.That(
            scene.Stage.Log.Events.Select(e => (e.IsApplied, e.Answer)),
            Is.EqualTo(new[] { (moment == FaultMoment.AfterEffect, (string?)null) })
        );
    }

    [Test]
    public async Task Scenes_AtTheSameTime_KnowNothingOfEachOther(CancellationToken cancellation)
    {
        await using var one = new Scene();
        await using var two = new Scene();
        one.Door.Serve(new EchoFake(one.Stage, "one", "one.example"));
        two.Door.Serve(new EchoFake(two.Stage, "one", "two.example"));
        await Task.WhenAll(
            Curl.RunAsync(one.Door, "s", cancellation, "https://one.example/one"),
            Curl.RunAsync(two.Door, "t", cancellation, "https://two.example/one", "https://one.example/one")
        );
        Assert.That(one.Calls, Is.EqualTo(new[] { "s look: GET /one -> 200" }));
        Assert.That(two.Calls, Is.EqualTo(new[] { "t look: GET /one -> 200" }));
        Assert.That(
            two.Found,
            Is.EqualTo(
                new[]
                {
                    "outside in 't': one.example is not in this world (did you mean 'two.example'?); "
                        + "it has two.example.",
                }
            )
        );
    }

    [Test]
    public async Task Dispose_ClosesThePort(CancellationToken cancellation)
    {
        int port;
        await using (var scene = new Scene())
        {
            scene.Door.Serve(new EchoFake(scene.Stage, "one", "one.example"));
            port = scene.Door.Port;
            await Curl.RunAsync(scene.Door, "s", cancellation, "http://one.example/one");
        }
        using var socket = new System.Net.Sockets.TcpClient();
        Assert.That(
            async () => await socket.ConnectAsync("127.0.0.1", port, cancellation),
            Throws.InstanceOf<System.Net.Sockets.SocketException>()
        );
    }
}
