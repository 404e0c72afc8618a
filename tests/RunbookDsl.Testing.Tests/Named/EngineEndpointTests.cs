using System.Net.Sockets;
using System.Text;
using RunbookDsl.Testing.Testcontainers;

namespace RunbookDsl.Testing.Tests.Named;

/// <summary>Engines of several ages, each one answer on a socket.</summary>
[CancelAfter(60_000)]
internal sealed class EngineEndpointTests
{
    private string _folder = "";

    private string Address => $"unix://{_folder}/engine.sock";

    [SetUp]
    public void SetUp() => _folder = Directory.CreateTempSubdirectory("rb-").FullName;

    [TearDown]
    public void TearDown() => Directory.Delete(_folder, true);

    [TestCase("1.41", "1.41", TestName = "An engine of 2020 is spoken to in its own version")]
    [TestCase("1.44", "1.44")]
    [TestCase("1.99", "1.44", TestName = "A newer engine is spoken to in ours")]
    public async Task FindAsync_SpeaksWhatBothKnow(string its, string spoken)
    {
        var asked = AnswerAsync($"{{\"ApiVersion\":\"{its}\"}}");
        var endpoint = await EngineEndpoint.FindAsync(
            new Dictionary<string, string> { ["DOCKER_HOST"] = Address },
            default
        );
        Assert.That(endpoint.Version, Is.EqualTo(Version.Parse(spoken)));
        Assert.That(endpoint.Endpoint, Is.EqualTo(new Uri(Address)));
        Assert.That(await asked, Does.StartWith("GET /version "));
    }

    [Test]
    public void FindAsync_NobodyThere_SaysWhere() =>
        Assert.That(
            async () =>
                await EngineEndpoint.FindAsync(
                    new Dictionary<string, string> { ["DOCKER_HOST"] = Address },
                    default
                ),
            Throws.TypeOf<IOException>().With.Message.StartsWith($"no container engine answers at {Address}")
        );

    private async Task<string> AnswerAsync(string body)
    {
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint($"{_folder}/engine.sock"));
        listener.Listen();
        using var peer = await listener.AcceptAsync();
        var heard = new byte[4096];
        var count = await peer.ReceiveAsync(heard);
        await peer.SendAsync(
            Encoding.ASCII.GetBytes(
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n"
                    + $"Content-Length: {body.Length}\r\n\r\n{body}"
            )
        );
        return Encoding.ASCII.GetString(heard, 0, count);
    }
}
