using System.Diagnostics;
using System.Text;
using System.Xml.Linq;
using static RunbookDsl.Verbs;

namespace RunbookDsl.Testing.Apis.Tests.Aws;

/// <summary>An account on a stage of its own, and ways to ask it.</summary>
internal sealed class AwsRig : IAsyncDisposable
{
    private readonly Scene _scene;
    private readonly AwsScene _aws;
    private readonly Lazy<Surroundings> _surroundings;

    private AwsRig(Scene scene, AwsScene aws)
    {
        (_scene, _aws) = (scene, aws);
        _surroundings = new(() =>
        {
            var surroundings = new Surroundings();
            aws.Surround(surroundings);
            return surroundings;
        });
    }

    public Stage Stage => _scene.Stage;

    public AwsFake Fake => _aws.Fake;

    public Surroundings Surroundings => _surroundings.Value;

    public AwsKeys Keys =>
        new(
            Surroundings.Secrets["KEY_ID"],
            Surroundings.Secrets["KEY_SECRET"],
            Surroundings.Secrets.GetValueOrDefault("TOKEN")
        );

    /// <summary>The time that requests are signed at; programs sign with the real one.</summary>
    public DateTimeOffset SignsAt { get; set; } = new(2030, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public string SignedRegion { get; set; } = "us-east-1";

    public IEnumerable<string> Found => _scene.Found;

    public IEnumerable<string> Calls => _scene.Calls;

    public IReadOnlyDictionary<string, string> State => Fake.State().Lines;

    public static async Task<AwsRig> StartAsync(Action<AwsBuilder> world, params IReadOnlyList<Fault> faults)
    {
        var scene = new Scene(faults);
        var spec = Read(world);
        var system = await spec.StartAsync(new WorldOptions(scene.Stage.Environment), default);
        var opened = (AwsScene)await system.OpenAsync(scene.Stage, default);
        scene.Stage.Begin();
        return new(scene, opened);
    }

    public static AwsSystemSpec Read(Action<AwsBuilder> world)
    {
        var session = new WorldSession("/worlds/shop.world.csx");
        using (session.Enter())
            world(ApiVerbs.Aws().Keys(Secret("KEY_ID"), Secret("KEY_SECRET")));
        return (AwsSystemSpec)session.Build().Systems.Single();
    }

    /// <summary>Asks a service of the query protocol; gives the status and the answer without name
    /// spaces.</summary>
    public async Task<(int Status, XElement Body)> AskAsync(AwsService service, string form)
    {
        var answer =
            await SendAsync(Form(service, form)) ?? throw new AssertionException("the connection was cut");
        return (answer.Status, Plain(answer));
    }

    /// <summary>Asks for something that works.</summary>
    public async Task<XElement> DoAsync(AwsService service, string form)
    {
        var (status, body) = await AskAsync(service, form);
        Assert.That(status, Is.EqualTo(200), body.ToString());
        return body;
    }

    /// <summary>Asks for something that does not: code and message.</summary>
    public async Task<string> FailAsync(AwsService service, string form)
    {
        var (status, body) = await AskAsync(service, form);
        var error = body.DescendantsAndSelf("Error").Single();
        return $"{status} {error.Element("Code")!.Value}: {error.Element("Message")!.Value}";
    }

    public ApiRequest Form(AwsService service, string form)
    {
        var body = Encoding.UTF8.GetBytes($"{form}&Version={service.Version}");
        var headers = new Dictionary<string, string>
        {
            ["host"] = "127.0.0.1:1",
            ["content-type"] = "application/x-www-form-urlencoded; charset=utf-8",
        };
        return Sign(
            new ApiRequest("POST", "127.0.0.1", "/", [], headers, body) { RawTarget = "/" },
            service.Scope
        );
    }

    public ApiRequest Bucket(string method, string target, string body = "", params (string, string)[] more)
    {
        var headers = new Dictionary<string, string>
        {
            ["host"] = "127.0.0.1:1",
            ["x-amz-content-sha256"] = SigV4.Hash(Encoding.UTF8.GetBytes(body)),
        };
        foreach (var (name, value) in more)
            headers[name] = value;
        return Sign(Open(method, target, body, headers), "s3");
    }

    public static ApiRequest Open(
        string method,
        string target,
        string body,
        IReadOnlyDictionary<string, string> headers
    )
    {
        var parts = target.Split('?', 2);
        var query = parts.Length > 1 ? DoorRequest.Query(parts[1]) : [];
        return new(method, "127.0.0.1", parts[0], query, headers, Encoding.UTF8.GetBytes(body))
        {
            RawTarget = target,
        };
    }

    public ApiRequest Sign(ApiRequest request, string service, AwsKeys? by = null)
    {
        var keys = by ?? Keys;
        var time = SignsAt.ToString("yyyyMMdd'T'HHmmss'Z'", null);
        var headers = new Dictionary<string, string>(request.Headers) { ["x-amz-date"] = time };
        if (keys.Token is { } token)
            headers["x-amz-security-token"] = token;
        var claim = new SignedClaim
        {
            KeyId = keys.KeyId,
            Day = time[..8],
            Region = SignedRegion,
            Service = service,
            SignedHeaders = [.. headers.Keys.Order(StringComparer.Ordinal)],
            Signature = "",
            Time = time,
        };
        request = request with { Headers = headers };
        var hash = headers.GetValueOrDefault("x-amz-content-sha256") ?? SigV4.Hash(request.Body);
        var signature = SigV4.Signature(keys.Secret, claim, SigV4.Canonical(request, claim, hash));
        headers["authorization"] =
            $"{SignedClaim.Algorithm} Credential={keys.KeyId}/{claim.Scope}, "
            + $"SignedHeaders={string.Join(';', claim.SignedHeaders)}, Signature={signature}";
        return request;
    }

    public Task<ApiAnswer?> SendAsync(ApiRequest request) =>
        Stage.Door().Dispatcher.AnswerAsync(Fake, request with { Step = "the step" }, default);

    /// <summary>Lets virtual time go on.</summary>
    public Task PassAsync(int seconds) =>
        Stage.Clock.UntilAsync(
            Stage.Clock.GetUtcNow().AddSeconds(seconds),
            TimeSpan.FromSeconds(seconds),
            default
        );

    /// <summary>The real program, as a step starts it: exit code, output, errors.</summary>
    public async Task<(int Exit, string Output, string Errors)> RunAsync(
        CancellationToken cancellation,
        params IReadOnlyList<string> arguments
    )
    {
        var start = new ProcessStartInfo("aws")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in Surroundings.Variables)
            start.Environment[name] = value.Replace("{step}", "the%20step");
        start.Environment["AWS_ACCESS_KEY_ID"] = Keys.KeyId;
        start.Environment["AWS_SECRET_ACCESS_KEY"] = Keys.Secret;
        if (Keys.Token is { } token)
            start.Environment["AWS_SESSION_TOKEN"] = token;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellation);
            var errors = process.StandardError.ReadToEndAsync(cancellation);
            await process.WaitForExitAsync(cancellation);
            return (process.ExitCode, await output, (await errors).Trim());
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(true);
        }
    }

    public static XElement Plain(ApiAnswer answer)
    {
        var root = XElement.Parse(Encoding.UTF8.GetString(answer.Body));
        foreach (var element in root.DescendantsAndSelf().ToList())
        {
            element.Name = element.Name.LocalName;
            element.Attributes().Remove();
        }
        return root;
    }

    public ValueTask DisposeAsync() => _scene.DisposeAsync();
}
