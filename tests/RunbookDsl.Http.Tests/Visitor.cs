namespace RunbookDsl.Http.Tests;

/// <summary>A step context whose connections lead to loopback ports, by host name.</summary>
internal sealed class Visitor : StepContext, IHttpConnector
{
    private readonly NetworkConnector _network = new();

    /// <summary>Where each host leads; others go over the real network.</summary>
    public Dictionary<string, int> Hosts { get; } = [];

    /// <summary>The authority that certificates have to come from; null asks this machine.</summary>
    public System.Security.Cryptography.X509Certificates.X509Certificate2? Trust { get; set; }

    public List<string> Connected { get; } = [];

    public List<TimeSpan> Waited { get; } = [];

    public override string RunId => "run-1";

    public override string StepId => "step";

    public override int Attempt => 1;

    public override string IdempotencyKey => "run-1/step";

    public override long Fence => 1;

    public override string? Handle => null;

    public override string RunDirectory => Directory;

    public override DateTimeOffset FirstStartedAt => DateTimeOffset.UnixEpoch;

    public override bool IsInDoubt => false;

    public override CancellationToken Cancellation => default;

    public override TimeProvider Clock => TimeProvider.System;

    public override string Directory => "/";

    public override Captured? Before => null;

    public override object? Result => null;

    public async Task<HttpConnection> ConnectAsync(string host, int port, CancellationToken cancellation)
    {
        Connected.Add($"{host}:{port}");
        var made = Hosts.TryGetValue(host, out var local)
            ? await _network.ConnectAsync("127.0.0.1", local, cancellation)
            : await _network.ConnectAsync(host, port, cancellation);
        return made with { Trust = Trust };
    }

    public override T Read<T>(Output<T> output) => throw new NotSupportedException();

    public override string Reveal(SecretReference secret) => $"value-of-{secret.Name}";

    public override void Redact(string value) { }

    public override void Report(StepProgress progress) { }

    public override void Note(string evidence) { }

    public override Task<Answer> AskAsync(Question question, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public override Task StartedAsync(string handle) => throw new NotSupportedException();

    public override Task WaitAsync(TimeSpan duration, CancellationToken cancellation)
    {
        Waited.Add(duration);
        return Task.CompletedTask;
    }

    public override StepContext Of(string stepId) => throw new NotSupportedException();

    public override T Port<T>() => (T)(object)this;
}
