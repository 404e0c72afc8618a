using RunbookDsl.Http;

namespace RunbookDsl.Notify.Tests;

/// <summary>A step whose connections all lead to one mail server.</summary>
internal sealed class Sender(RawMailServer server, string url) : StepContext, IHttpConnector
{
    public List<string> Connected { get; } = [];

    public List<string> Redacted { get; } = [];

    public List<string> Handles { get; } = [];

    public override string RunId => "run-1";

    public override string StepId => "mail";

    public override int Attempt => 1;

    public override string IdempotencyKey => "run-1/mail";

    public override long Fence => 1;

    public override string? Handle => null;

    public override string RunDirectory => "/";

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
        var made = await new NetworkConnector().ConnectAsync("127.0.0.1", server.Port, cancellation);
        return made with { Trust = server.Certificate };
    }

    public override T Read<T>(Output<T> output) => throw new NotSupportedException();

    public override string Reveal(SecretReference secret) => url;

    public override void Redact(string value) => Redacted.Add(value);

    public override void Report(StepProgress progress) { }

    public override void Note(string evidence) { }

    public override Task<Answer> AskAsync(Question question, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public override Task StartedAsync(string handle)
    {
        Handles.Add(handle);
        return Task.CompletedTask;
    }

    public override Task WaitAsync(TimeSpan duration, CancellationToken cancellation) => Task.CompletedTask;

    public override StepContext Of(string stepId) => throw new NotSupportedException();

    public override T Port<T>() => (T)(object)this;
}
