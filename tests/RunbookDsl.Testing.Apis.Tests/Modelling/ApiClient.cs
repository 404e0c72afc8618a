using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace RunbookDsl.Testing.Apis.Tests;

/// <summary>Speaks to one fake through the dispatcher, with the headers that a client of it sends.</summary>
internal sealed class ApiClient(
    Stage stage,
    ApiFake fake,
    IReadOnlyDictionary<string, string> headers,
    string host
)
{
    private readonly ApiDispatcher _dispatcher = new(stage);

    public Task<ApiAnswer?> SendAsync(
        string method,
        string target,
        string? body = null,
        params (string Name, string Value)[] more
    )
    {
        var parts = target.Split('?', 2);
        var query = parts.ElementAtOrDefault(1)?.Split('&').Select(p => p.Split('=', 2)) ?? [];
        var all = new Dictionary<string, string>(headers);
        foreach (var (name, value) in more)
            if (value.Length == 0)
                all.Remove(name);
            else
                all[name] = value;
        var request = new ApiRequest(
            method,
            host,
            parts[0],
            [.. query.Select(q => KeyValuePair.Create(q[0], q.ElementAtOrDefault(1) ?? ""))],
            all,
            Encoding.UTF8.GetBytes(body ?? "")
        )
        {
            RawTarget = target,
            Step = "step",
        };
        return _dispatcher.AnswerAsync(fake, request, default);
    }

    /// <summary>Status and body of an answer in one line.</summary>
    public async Task<string> SaidAsync(
        string method,
        string target,
        string? body = null,
        params (string Name, string Value)[] more
    )
    {
        var answer = await SendAsync(method, target, body, more);
        return answer is null
            ? "cut"
            : $"{answer.Status.ToString(CultureInfo.InvariantCulture)} {Encoding.UTF8.GetString(answer.Body)}";
    }

    /// <summary>The body of an answer that has to have this status.</summary>
    public async Task<JsonNode> JsonAsync(int status, string method, string target, string? body = null)
    {
        var answer = await SendAsync(method, target, body);
        var text = Encoding.UTF8.GetString(answer!.Body);
        Assert.That(answer.Status, Is.EqualTo(status), text);
        return JsonNode.Parse(text)!;
    }

    public string State() => string.Join('\n', fake.State().Lines.Select(l => $"{l.Key}: {l.Value}"));
}
