using System.Text;
using System.Text.Json.Nodes;

namespace RunbookDsl.Testing.Apis.Tests;

/// <summary>Asks the fakes of a world over the proxy of its door, over plain HTTP.</summary>
internal sealed class Client : IDisposable
{
    private readonly HttpClient _client;
    private readonly string _base;

    public Client(World world, string host)
    {
        _base = $"http://{host}";
        _client = new(
            new SocketsHttpHandler
            {
                Proxy = new System.Net.WebProxy($"http://127.0.0.1:{world.Stage.Door().Port}"),
            }
        );
    }

    /// <summary>Sent with each request.</summary>
    public Dictionary<string, string> Headers { get; } = [];

    /// <summary>Headers of the last answer.</summary>
    public HttpResponseMessage Last { get; private set; } = new();

    public void Dispose() => _client.Dispose();

    /// <summary>Status and body of an answer.</summary>
    public async Task<(int Status, string Body)> AskAsync(
        string method,
        string path,
        string? body = null,
        string type = "application/json"
    )
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), _base + path);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, type);
        foreach (var (name, value) in Headers)
            request.Headers.TryAddWithoutValidation(name, value);
        Last = await _client.SendAsync(request);
        return ((int)Last.StatusCode, await Last.Content.ReadAsStringAsync());
    }

    /// <summary>An answer in JSON.</summary>
    public async Task<JsonNode> JsonAsync(string method, string path, string? body = null) =>
        JsonNode.Parse((await AskAsync(method, path, body)).Body)!;
}
