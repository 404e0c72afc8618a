using System.IO.Pipes;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace RunbookDsl.LanguageServer.Tests;

/// <summary>Requests taken back, one at work and one that waits, decided by signals alone.</summary>
internal sealed class ConnectionSpecs
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Test, CancelAfter(120_000)]
    public async Task What_is_taken_back_ends_at_work_and_is_not_begun_when_it_waits()
    {
        using var toServer = new AnonymousPipeServerStream(PipeDirection.Out);
        using var input = new AnonymousPipeClientStream(PipeDirection.In, toServer.ClientSafePipeHandle);
        using var fromServer = new AnonymousPipeServerStream(PipeDirection.In);
        using var output = new AnonymousPipeClientStream(PipeDirection.Out, fromServer.ClientSafePipeHandle);
        var handler = new Slow();
        var connection = new RpcConnection(new FrameReader(input), new FrameWriter(output), handler);
        var serving = connection.RunAsync(CancellationToken.None);
        var reader = new FrameReader(fromServer);

        Send(toServer, """{"id":1,"method":"wait"}""");
        await handler.Begun.Task.WaitAsync(Limit);
        Send(toServer, """{"id":2,"method":"count"}""");
        Send(toServer, """{"id":2,"method":"count"}""");
        Send(toServer, """{"method":"$/cancelRequest","params":{"id":2}}""");
        Send(toServer, """{"method":"$/cancelRequest","params":{"id":99}}""");
        Send(toServer, """{"method":"$/cancelRequest","params":{"id":1}}""");
        Assert.That(
            await TakeAsync(reader),
            Is.EqualTo(
                """{"id":2,"error":{"code":-32600,"message":"this id is still being answered"},"jsonrpc":"2.0"}"""
            )
        );
        Assert.That(
            await TakeAsync(reader),
            Is.EqualTo("""{"id":1,"error":{"code":-32800,"message":"taken back"},"jsonrpc":"2.0"}""")
        );
        Assert.That(
            await TakeAsync(reader),
            Is.EqualTo("""{"id":2,"error":{"code":-32800,"message":"taken back"},"jsonrpc":"2.0"}""")
        );
        Assert.That(handler.Counted, Is.Zero);
        Send(toServer, """{"id":"x","method":"count"}""");
        Assert.That(await TakeAsync(reader), Is.EqualTo("""{"id":"x","result":1,"jsonrpc":"2.0"}"""));
        toServer.Dispose();
        await serving.WaitAsync(Limit);
    }

    private static void Send(Stream stream, string body)
    {
        stream.Write(Encoding.ASCII.GetBytes($"Content-Length: {body.Length}\r\n\r\n{body}"));
        stream.Flush();
    }

    private static async Task<string> TakeAsync(FrameReader reader) =>
        Encoding.UTF8.GetString((await reader.ReadAsync(CancellationToken.None).AsTask().WaitAsync(Limit))!);

    private sealed class Slow : IRpcHandler
    {
        public TaskCompletionSource Begun { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Counted { get; private set; }

        public bool IsFinished => false;

        public void Notified(string method, JsonElement parameters) { }

        public Func<CancellationToken, JsonNode?> Asked(string method, JsonElement parameters) =>
            method == "wait" ? Wait : _ => ++Counted;

        private JsonNode? Wait(CancellationToken cancellation)
        {
            Begun.SetResult();
            cancellation.WaitHandle.WaitOne(Limit);
            cancellation.ThrowIfCancellationRequested();
            return null;
        }
    }
}
