using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using RunbookDsl.Transports;

namespace RunbookDsl.Hosts.Tests.Ssh;

/// <summary>What every way to other machines does alike, against a real sshd.</summary>
[TestFixtureSource(typeof(AllTransports), nameof(AllTransports.All))]
[CancelAfter(120_000)]
internal sealed class TransportTests(Transport transport)
{
    private RealSshd _sshd = null!;
    private IRemoteHosts _hosts = null!;

    [OneTimeSetUp]
    public async Task Start() => _sshd = await RealSshd.Start();

    [OneTimeTearDown]
    public async Task Stop()
    {
        if (_sshd is not null)
            await _sshd.DisposeAsync();
    }

    [SetUp]
    public void Make() => _hosts = transport.Make(_sshd.Machine.Runner, _sshd.Bin);

    [TearDown]
    public async Task Close()
    {
        if (_hosts is IAsyncDisposable open)
            await open.DisposeAsync();
    }

    [Test]
    public async Task Command_GivesItsEndAndWhatItSaid()
    {
        var lines = new List<string>();
        var result = await _hosts.RunAsync(
            new("web-1", "echo out; echo ü→ >&2; printf last; exit 3") { OnLine = lines.Add },
            default
        );
        Assert.That(result, Is.EqualTo(new RemoteResult(3, "out\nlast", "ü→\n")));
        Assert.That(lines, Is.EquivalentTo(new[] { "out", "ü→", "last" }));
    }

    [TestCase("exit 255")]
    [TestCase("kill -9 $$")]
    [TestCase("kill -TERM $$")]
    public async Task End_ThatNobodyKnows_IsLost(string text) =>
        Assert.That((await _hosts.RunAsync(new("web-1", text), default)).IsLost, Is.True);

    [Test]
    public async Task Connection_BrokenMeanwhile_IsLost_AndTheNextCommandGetsANewOne(
        CancellationToken cancellation
    )
    {
        var flag = Path.Combine(_sshd.Folder, $"cut-{transport}");
        var seen = 0;
        // The shell's parent is the server's process of this connection.
        var text =
            $"echo said; echo more >&2; while [ ! -e {flag} ]; do sleep 0.05; done; kill -9 $PPID; sleep 60";
        var result = await _hosts.RunAsync(
            new("web-1", text)
            {
                OnLine = _ =>
                {
                    if (Interlocked.Increment(ref seen) == 2)
                        File.WriteAllText(flag, "");
                },
            },
            cancellation
        );
        Assert.That((result.ExitCode, result.Output), Is.EqualTo((RemoteResult.Lost, "said\n")));
        Assert.That(result.Error, Does.StartWith("more\n"));
        Assert.That(await Say("web-1", "echo again"), Is.EqualTo("again\n"));
    }

    [TestCase(null)]
    [TestCase("")]
    public async Task Input_OfNothing_Ends(string? input) =>
        Assert.That(
            await _hosts.RunAsync(new("web-1", "cat; echo end") { Input = input }, default),
            Is.EqualTo(new RemoteResult(0, "end\n", ""))
        );

    [Test]
    public async Task Input_OfAnySize_ArrivesWhole([Values(1, 40_000, 6_000_000)] int size)
    {
        var text = new StringBuilder(size + 2).Append("ü");
        while (text.Length < size)
            text.Append(CultureInfo.InvariantCulture, $"{text.Length} ");
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
        var result = await _hosts.RunAsync(new("web-1", "sha256sum") { Input = text.ToString() }, default);
        Assert.That(result.Output, Is.EqualTo($"{hash}  -\n"));
    }

    [Test]
    public async Task Input_ThatNobodyReads_HoldsNothingUp() =>
        Assert.That(
            await _hosts.RunAsync(new("web-1", "exit 4") { Input = new string('x', 8_000_000) }, default),
            Is.EqualTo(new RemoteResult(4, "", ""))
        );

    [Test]
    public async Task Output_LargerThanKept_KeepsItsEnd()
    {
        var result = await _hosts.RunAsync(
            new("web-1", "seq 1 400000; seq 1 300000 >&2") { KeepBytes = 1000 },
            default
        );
        Assert.That(result.ExitCode, Is.Zero);
        Assert.That(result.Output, Has.Length.EqualTo(1000).And.EndsWith("399999\n400000\n"));
        Assert.That(result.Error, Has.Length.EqualTo(1000).And.EndsWith("299999\n300000\n"));
    }

    [Test]
    public async Task Lines_ComeWhileItRuns(CancellationToken cancellation)
    {
        var flag = Path.Combine(_sshd.Folder, $"flag-{transport}");
        var seen = new TaskCompletionSource();
        var running = _hosts.RunAsync(
            new("web-1", $"echo first; while [ ! -e {flag} ]; do sleep 0.05; done; echo second")
            {
                OnLine = line =>
                {
                    if (line == "first")
                        seen.TrySetResult();
                },
            },
            cancellation
        );
        await seen.Task.WaitAsync(cancellation);
        Assert.That(running.IsCompleted, Is.False);
        await File.WriteAllTextAsync(flag, "", cancellation);
        Assert.That((await running).Output, Is.EqualTo("first\nsecond\n"));
    }

    [Test]
    public async Task Cancelled_EndsHere_AndTheHostIsStillReached(CancellationToken cancellation)
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var seen = new TaskCompletionSource();
        var running = _hosts.RunAsync(
            new("web-1", "echo begun; exec sleep 600") { OnLine = _ => seen.TrySetResult() },
            cancel.Token
        );
        await seen.Task.WaitAsync(cancellation);
        await cancel.CancelAsync();
        Assert.That(async () => await running, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(await Say("web-1", "echo again"), Is.EqualTo("again\n"));
    }

    [Test]
    public async Task Callback_ThatFails_FailsTheCommandAtItsEnd() =>
        await Assert.ThatAsync(
            () =>
                _hosts.RunAsync(
                    new("web-1", "seq 1 100000")
                    {
                        OnLine = _ => throw new InvalidOperationException("mine"),
                    },
                    default
                ),
            Throws.InvalidOperationException.With.Message.EqualTo("mine")
        );

    [Test]
    public async Task Commands_OfOneHost_ShareAConnection_ButANewOneIsNew()
    {
        const string Which = "echo $SSH_CONNECTION";
        var first = await Say("web-1", Which);
        Assert.That(await Say("web-1", Which), Is.EqualTo(first));
        var anew = await _hosts.RunAsync(new("web-1", Which) { IsNewConnection = true }, default);
        Assert.That(anew.Output, Is.Not.EqualTo(first).And.Not.Empty);
    }

    [Test]
    public async Task Commands_ManyAtOnce_AllEnd()
    {
        var all = await Task.WhenAll(
            Enumerable.Range(0, 30).Select(i => Say("web-1", $"echo {i}; sleep 0.1; echo {i} >&2"))
        );
        Assert.That(all, Is.EqualTo(Enumerable.Range(0, 30).Select(i => $"{i}\n")));
    }

    [Test]
    public async Task Identity_OfANewConnection_IsTheOnlyOneTried()
    {
        RemoteCommand With(string host, string key) =>
            new(host, "echo in") { IsNewConnection = true, Identity = Path.Combine(_sshd.Folder, key) };
        // The built-in one is not told to forget the keys of the configuration.
        if (transport.Name != "openssh")
            Assert.That(Refused(With("web-1", "stranger")).Message, Does.Contain("Permission denied"));
        Assert.That((await _hosts.RunAsync(With("stranger", "key"), default)).Output, Is.EqualTo("in\n"));
    }

    [TestCase("web-1")]
    [TestCase("plain")]
    [TestCase("hashed")]
    [TestCase("star-yes")]
    [TestCase("behind")]
    [TestCase("far")]
    public async Task Host_WhoseKeyIsKnown_IsReached(string host) =>
        Assert.That(await Say(host, "echo here"), Is.EqualTo("here\n"));

    [TestCase("unknown", "Host key verification failed")]
    [TestCase("moved", "Host key verification failed")]
    [TestCase("star-no", "Host key verification failed")]
    [TestCase("revoked", "Host key verification failed")]
    [TestCase("behind-moved", "Host key verification failed")]
    [TestCase("stranger", "Permission denied")]
    [TestCase("locked", "Permission denied")]
    public void Host_ThatIsNotOursToEnter_IsRefusedForGood(string host, string why)
    {
        var error = Refused(new(host, "echo never"));
        Assert.That(
            error.Message,
            Does.StartWith($"cannot connect to {host}: ").And.Contain(why).And.EndWith(" Nothing was done.")
        );
        Assert.That(error.Retryable, Is.False);
    }

    [TestCase("nobody")]
    [TestCase("behind-nobody")]
    public void Host_ThatDoesNotAnswer_MayComeBack(string host)
    {
        var error = Refused(new(host, "echo never"));
        Assert.That(
            error.Message,
            Does.StartWith($"cannot connect to {host}: ").And.EndWith(" Nothing was done.")
        );
        Assert.That(error.Retryable, Is.True);
    }

    [Test]
    public void Host_WhoseNameNobodyKnows_IsRefusedForGood()
    {
        var error = Refused(new("no-such-host.invalid", "echo never"));
        Assert.That(
            error.Message,
            Does.StartWith("cannot connect to no-such-host.invalid: ")
                .And.Contain("Could not resolve hostname no-such-host.invalid")
        );
        Assert.That(error.Retryable, Is.False);
    }

    private OperationFailedException Refused(RemoteCommand command) =>
        Assert.ThrowsAsync<OperationFailedException>(() => _hosts.RunAsync(command, default))!;

    private async Task<string> Say(string host, string text)
    {
        var result = await _hosts.RunAsync(new(host, text), default);
        Assert.That(result.ExitCode, Is.Zero, result.Error);
        return result.Output;
    }
}
