// What the runbooks of this team say to its providers. Each operation looks before it acts, keeps what was,
// and verifies with a look of its own; keys go into headers only. To be loaded: #load "apis.csx".
using System.Globalization;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;

// One request to a provider. Whether a change that got no answer happened is not known: the probe has to
// tell.
static class Api
{
    private static TimeSpan Limit => TimeSpan.FromSeconds(20);

    public static async Task<JsonNode> JsonAsync(
        StepContext c,
        HttpMethod method,
        string url,
        JsonNode? body,
        params (string Name, string Value)[] headers
    )
    {
        using var request = new HttpRequestMessage(method, url);
        if (body is not null)
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        var text = await TextAsync(c, request);
        return text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!;
    }

    public static async Task<string> TextAsync(
        StepContext c,
        HttpRequestMessage request,
        bool? isChange = null
    )
    {
        var changes = isChange ?? request.Method != HttpMethod.Get;
        var what = $"{request.Method} {request.RequestUri}";
        request.Headers.UserAgent.ParseAdd("runbook");
        using var limit = new CancellationTokenSource(Limit, c.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, c.Cancellation);
        using var client = new HttpClient(Handler(c)) { Timeout = Timeout.InfiniteTimeSpan };
        try
        {
            using var response = await client.SendAsync(request, either.Token);
            var text = await response.Content.ReadAsStringAsync(either.Token);
            var status = (int)response.StatusCode;
            if (status < 400)
                return text;
            var said = $"{what} answered {status}: {(text.Length > 300 ? text[..300] : text)}";
            throw changes && status >= 500
                ? new OutcomeUnknownException(said)
                : new OperationFailedException(said, retryable: status is 429 or >= 500);
        }
        catch (Exception e)
            when (e is HttpRequestException or IOException
                || e is OperationCanceledException && !c.Cancellation.IsCancellationRequested
            )
        {
            throw changes
                ? new OutcomeUnknownException($"{what} got no answer: {e.Message}", e)
                : new OperationFailedException($"{what} got no answer: {e.Message}", retryable: true, e);
        }
    }

    private static SocketsHttpHandler Handler(StepContext c)
    {
        var flow = ExecutionContext.Capture()!;
        return new()
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            ConnectTimeout = Timeout.InfiniteTimeSpan,
            ConnectCallback = (connecting, cancellation) =>
            {
                Task<Stream>? made = null;
                ExecutionContext.Run(flow, _ => made = ConnectAsync(c, connecting, cancellation), null);
                return new(made!);
            },
        };
    }

    private static async Task<Stream> ConnectAsync(
        StepContext c,
        SocketsHttpConnectionContext connecting,
        CancellationToken cancellation
    )
    {
        var (host, port) = (connecting.DnsEndPoint.Host, connecting.DnsEndPoint.Port);
        var made = await c.Port<IHttpConnector>().ConnectAsync(host, port, cancellation);
        if (made.Trust is not { } trust)
            return made.Stream;
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        policy.CustomTrustStore.Add(trust);
        var secure = new SslStream(made.Stream);
        await secure.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions { TargetHost = host, CertificateChainPolicy = policy },
            cancellation
        );
        return secure;
    }
}

// Something with a value that is set and can be put back as it was.
abstract record Setting(string What, string Wanted) : Operation<Unit>
{
    public override string Description => $"set {What} to {Wanted}";
    public override EffectClass Effect => EffectClass.Convergent;
    public override string? Target => What;
    public override string? Verification => $"{What} is {Wanted}, as the provider says when asked again";
    public override string? UndoDescription => $"set {What} to what it was before";
    public override IReadOnlyList<Fact> Facts => [new("what", What), new("wanted", Wanted)];

    protected abstract Task<string> GetAsync(StepContext c);

    protected abstract Task SetAsync(StepContext c, string value);

    protected virtual bool IsOnTheWay(string value) => false;

    public override Task<Probe> ProbeAsync(StepContext c, CancellationToken stop) => LookAsync(c, Wanted);

    public override async Task<Captured?> CaptureAsync(StepContext c, CancellationToken stop) =>
        Captured.Of("value", await GetAsync(c));

    public override async Task<Unit> RunAsync(StepContext c, CancellationToken stop)
    {
        await SetAsync(c, Wanted);
        return Unit.Value;
    }

    public override async Task<Verdict> VerifyAsync(StepContext c, Unit result, CancellationToken stop)
    {
        var probe = await LookAsync(c, Wanted);
        return new(probe.State == ProbeState.Done, probe.Evidence);
    }

    public override Task UndoAsync(StepContext c, Unit result, CancellationToken stop) =>
        SetAsync(c, c.Before!["value"]!);

    public override Task<Probe> ProbeUndoAsync(StepContext c, CancellationToken stop) =>
        LookAsync(c, c.Before!["value"]!);

    private async Task<Probe> LookAsync(StepContext c, string wanted)
    {
        var now = await GetAsync(c);
        var seen = $"{What} is {now}";
        return now == wanted ? Probe.Done(seen)
            : IsOnTheWay(now) ? Probe.InFlight(seen)
            : Probe.NotDone(seen);
    }
}

record HerokuMaintenance(string App) : Setting($"maintenance mode of {App}", "true")
{
    public override string Kind => "Heroku.Maintenance";
    public override IReadOnlyList<SecretReference> Secrets => [Heroku.Key];

    protected override async Task<string> GetAsync(StepContext c) =>
        (await Heroku.AskAsync(c, HttpMethod.Get, $"apps/{App}"))["maintenance"]!.ToJsonString();

    protected override Task SetAsync(StepContext c, string value) =>
        Heroku.AskAsync(
            c,
            HttpMethod.Patch,
            $"apps/{App}",
            new JsonObject { ["maintenance"] = value == "true" }
        );
}

record HerokuDynos(string App, string Type, int Quantity)
    : Setting($"dynos {Type} of {App}", Quantity.ToString(CultureInfo.InvariantCulture))
{
    public override string Kind => "Heroku.Dynos";
    public override IReadOnlyList<SecretReference> Secrets => [Heroku.Key];

    protected override async Task<string> GetAsync(StepContext c) =>
        (await Heroku.AskAsync(c, HttpMethod.Get, $"apps/{App}/formation/{Type}"))[
            "quantity"
        ]!.ToJsonString();

    protected override Task SetAsync(StepContext c, string value) =>
        Heroku.AskAsync(
            c,
            HttpMethod.Patch,
            $"apps/{App}/formation/{Type}",
            new JsonObject { ["quantity"] = int.Parse(value, CultureInfo.InvariantCulture) }
        );
}

static class Heroku
{
    public static SecretReference Key => new("HEROKU_API_KEY");

    public static Task<JsonNode> AskAsync(
        StepContext c,
        HttpMethod method,
        string path,
        JsonNode? body = null
    ) =>
        Api.JsonAsync(
            c,
            method,
            $"https://api.heroku.com/{path}",
            body,
            ("Accept", "application/vnd.heroku+json; version=3"),
            ("Authorization", "Bearer " + c.Reveal(Key))
        );
}

// Which processes of a group are suspended, in alphabetical order. Undo resumes those that we suspended.
record ScalingSuspended(string Group) : Setting($"suspended processes of {Group}", All)
{
    private const string All =
        "AZRebalance,AddToLoadBalancer,AlarmNotification,HealthCheck,InstanceRefresh,Launch,ReplaceUnhealthy,ScheduledActions,Terminate";

    public override string Kind => "Aws.SuspendScaling";
    public override IReadOnlyList<SecretReference> Secrets => Aws.Keys;

    protected override async Task<string> GetAsync(StepContext c)
    {
        var answer = await Aws.AskAsync(
            c,
            "autoscaling",
            "2011-01-01",
            false,
            ("Action", "DescribeAutoScalingGroups"),
            ("AutoScalingGroupNames.member.1", Group)
        );
        return string.Join(
            ',',
            answer
                .Descendants()
                .Where(e => e.Name.LocalName == "ProcessName")
                .Select(e => e.Value)
                .Order(StringComparer.Ordinal)
        );
    }

    protected override async Task SetAsync(StepContext c, string value)
    {
        var (now, wanted) = ((await GetAsync(c)).Split(','), value.Split(','));
        await TellAsync(c, "SuspendProcesses", wanted.Except(now));
        await TellAsync(c, "ResumeProcesses", now.Except(wanted));
    }

    private async Task TellAsync(StepContext c, string action, IEnumerable<string> processes)
    {
        var named = processes
            .Where(p => p.Length > 0)
            .Select((p, i) => ($"ScalingProcesses.member.{i + 1}", p))
            .ToArray();
        if (named.Length > 0)
            await Aws.AskAsync(
                c,
                "autoscaling",
                "2011-01-01",
                true,
                [("Action", action), ("AutoScalingGroupName", Group), .. named]
            );
    }
}

record InstanceState(string Instance, string State) : Setting($"instance {Instance}", State)
{
    public override string Kind => "Aws.InstanceState";
    public override IReadOnlyList<SecretReference> Secrets => Aws.Keys;

    protected override bool IsOnTheWay(string value) => value is "stopping" or "pending";

    protected override async Task<string> GetAsync(StepContext c)
    {
        var answer = await Aws.AskAsync(
            c,
            "ec2",
            "2016-11-15",
            false,
            ("Action", "DescribeInstances"),
            ("InstanceId.1", Instance)
        );
        return answer
            .Descendants()
            .First(e => e.Name.LocalName == "instanceState")
            .Elements()
            .First(e => e.Name.LocalName == "name")
            .Value;
    }

    protected override async Task SetAsync(StepContext c, string value)
    {
        await Aws.AskAsync(
            c,
            "ec2",
            "2016-11-15",
            true,
            ("Action", value == "stopped" ? "StopInstances" : "StartInstances"),
            ("InstanceId.1", Instance)
        );
        for (var looks = 0; await GetAsync(c) != value; looks++)
            if (looks == 60)
                throw new OutcomeUnknownException($"{Instance} is not {value} after ten minutes");
            else
                await c.WaitAsync(TimeSpan.FromSeconds(10), c.Cancellation);
    }
}

// A call with the signature that AWS wants (version 4).
static class Aws
{
    private const string Region = "us-east-1";
    public static SecretReference[] Keys => [new("AWS_ACCESS_KEY_ID"), new("AWS_SECRET_ACCESS_KEY")];

    public static async Task<XElement> AskAsync(
        StepContext c,
        string service,
        string version,
        bool isChange,
        params (string Name, string Value)[] form
    )
    {
        var host = $"{service}.{Region}.amazonaws.com";
        var body = string.Join(
            '&',
            form.Append(("Version", version))
                .Select(f => $"{Uri.EscapeDataString(f.Item1)}={Uri.EscapeDataString(f.Item2)}")
        );
        var time = c.Clock.GetUtcNow().ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var scope = $"{time[..8]}/{Region}/{service}/aws4_request";
        var canonical = $"POST\n/\n\nhost:{host}\nx-amz-date:{time}\n\nhost;x-amz-date\n{Hash(body)}";
        var key = Encoding.UTF8.GetBytes("AWS4" + c.Reveal(Keys[1]));
        foreach (var part in scope.Split('/'))
            key = Sign(key, part);
        var signature = Convert.ToHexStringLower(
            Sign(key, $"AWS4-HMAC-SHA256\n{time}\n{scope}\n{Hash(canonical)}")
        );
        using var request = new HttpRequestMessage(HttpMethod.Post, $"https://{host}/")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/x-www-form-urlencoded"),
        };
        request.Headers.TryAddWithoutValidation("X-Amz-Date", time);
        request.Headers.TryAddWithoutValidation(
            "Authorization",
            $"AWS4-HMAC-SHA256 Credential={c.Reveal(Keys[0])}/{scope}, SignedHeaders=host;x-amz-date, Signature={signature}"
        );
        return XElement.Parse(await Api.TextAsync(c, request, isChange));
    }

    private static string Hash(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static byte[] Sign(byte[] key, string text) =>
        HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));
}

// A muting rule of this name that is there, or is not.
record AlarmsMuted(int Account, string Name) : Setting($"muting rule \"{Name}\"", "there")
{
    private const string There = "there";

    public override string Kind => "NewRelic.Mute";
    public override IReadOnlyList<SecretReference> Secrets => [NewRelic.Key];

    protected override async Task<string> GetAsync(StepContext c) =>
        await FindAsync(c) is null ? "not there" : There;

    protected override async Task SetAsync(StepContext c, string value)
    {
        var id = await FindAsync(c);
        if (value == There && id is null)
            await NewRelic.GraphAsync(
                c,
                true,
                "mutation($account: Int!, $rule: AlertsMutingRuleInput!) { alertsMutingRuleCreate(accountId: $account, rule: $rule) { id } }",
                new JsonObject { ["account"] = Account, ["rule"] = Rule() }
            );
        else if (value != There && id is not null)
            await NewRelic.GraphAsync(
                c,
                true,
                "mutation($account: Int!, $id: ID!) { alertsMutingRuleDelete(accountId: $account, id: $id) { id } }",
                new JsonObject { ["account"] = Account, ["id"] = id }
            );
    }

    private JsonObject Rule() =>
        new()
        {
            ["name"] = Name,
            ["enabled"] = true,
            ["condition"] = new JsonObject
            {
                ["operator"] = "AND",
                ["conditions"] = new JsonArray(
                    new JsonObject
                    {
                        ["attribute"] = "policyName",
                        ["operator"] = "CONTAINS",
                        ["values"] = new JsonArray("MakerRepo"),
                    }
                ),
            },
        };

    private async Task<string?> FindAsync(StepContext c)
    {
        var answer = await NewRelic.GraphAsync(
            c,
            false,
            "query($account: Int!) { actor { account(id: $account) { alerts { mutingRules { id name } } } } }",
            new JsonObject { ["account"] = Account }
        );
        var rules = answer["data"]!["actor"]!["account"]!["alerts"]!["mutingRules"]!.AsArray();
        return rules.FirstOrDefault(r => r!["name"]!.ToString() == Name)?["id"]!.ToString();
    }
}

// A mark in the charts; its revision is the run.
record DeploymentMark(long Application, string Words) : Operation<Unit>
{
    public override string Kind => "NewRelic.Mark";
    public override string Description => $"mark \"{Words}\" in the charts of application {Application}";
    public override EffectClass Effect => EffectClass.Additive;
    public override string? Target => $"application {Application}";
    public override IReadOnlyList<SecretReference> Secrets => [NewRelic.Key];
    public override string? Verification => "it is in the list of deployments";
    public override IReadOnlyList<Fact> Facts => [new("application", $"{Application}"), new("words", Words)];

    private string Url => $"https://api.newrelic.com/v2/applications/{Application}/deployments.json";

    public override async Task<Probe> ProbeAsync(StepContext c, CancellationToken stop) =>
        await IsThereAsync(c) ? Probe.Done("marked") : Probe.NotDone("no mark of this run");

    public override async Task<Unit> RunAsync(StepContext c, CancellationToken stop)
    {
        var mark = new JsonObject { ["revision"] = c.RunId, ["description"] = Words };
        await NewRelic.AskAsync(c, HttpMethod.Post, Url, new JsonObject { ["deployment"] = mark });
        return Unit.Value;
    }

    public override async Task<Verdict> VerifyAsync(StepContext c, Unit result, CancellationToken stop) =>
        new(await IsThereAsync(c), "the list of deployments");

    private async Task<bool> IsThereAsync(StepContext c) =>
        (await NewRelic.AskAsync(c, HttpMethod.Get, Url))["deployments"]!
            .AsArray()
            .Any(d => d!["revision"]!.ToString() == c.RunId);
}

static class NewRelic
{
    public static SecretReference Key => new("NEW_RELIC_KEY");

    public static Task<JsonNode> AskAsync(
        StepContext c,
        HttpMethod method,
        string url,
        JsonNode? body = null
    ) => Api.JsonAsync(c, method, url, body, ("Api-Key", c.Reveal(Key)));

    public static async Task<JsonNode> GraphAsync(
        StepContext c,
        bool isChange,
        string query,
        JsonObject variables
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "https://api.newrelic.com/graphql");
        request.Content = new StringContent(
            new JsonObject { ["query"] = query, ["variables"] = variables }.ToJsonString(),
            Encoding.UTF8,
            "application/json"
        );
        request.Headers.TryAddWithoutValidation("Api-Key", c.Reveal(Key));
        var answer = JsonNode.Parse(await Api.TextAsync(c, request, isChange))!;
        return answer["errors"] is { } errors
            ? throw new OperationFailedException($"New Relic refused it: {errors.ToJsonString()}")
            : answer;
    }
}

// A command on a host that only looks, and ends with 0.
record HostSays(SshHost Host, string Program, params string[] Arguments) : Check
{
    public override string Kind => "Host.Says";
    public override string Description => $"{Program} {string.Join(' ', Arguments)} on {Host} says yes";
    public override IReadOnlyList<Fact> Facts =>
        [new("host", $"{Host}"), new("command", $"{Program} {string.Join(' ', Arguments)}")];

    public override async Task<Verdict> RunAsync(StepContext c, CancellationToken stop)
    {
        var result = await Host.Exec(Program, Arguments)
            .Effects(EffectClass.ReadOnly)
            .Accept([.. Enumerable.Range(0, 10)])
            .RunAsync(c, stop);
        return new(
            result.ExitCode == 0,
            $"exit code {result.ExitCode}: {(result.Output + result.Error).Trim()}"
        );
    }
}
