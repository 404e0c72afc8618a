using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace RunbookDsl.LanguageServer;

/// <summary>Puts messages into a stream, whole, one after the other, from any thread.</summary>
internal sealed class FrameWriter(Stream output)
{
    private static readonly JsonWriterOptions Loose = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
    private readonly Lock _gate = new();

    /// <summary>Whether the other side is gone: what is written from then on is lost.</summary>
    public bool IsBroken { get; private set; }

    public void Write(JsonObject message)
    {
        message["jsonrpc"] = "2.0";
        using var body = new MemoryStream();
        using (var writer = new Utf8JsonWriter(body, Loose))
            message.WriteTo(writer);
        var header = Encoding.ASCII.GetBytes(
            string.Create(CultureInfo.InvariantCulture, $"Content-Length: {body.Length}\r\n\r\n")
        );
        lock (_gate)
        {
            try
            {
                output.Write(header);
                output.Write(body.GetBuffer(), 0, (int)body.Length);
                output.Flush();
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException)
            {
                IsBroken = true;
            }
        }
    }

    public void Notify(string method, JsonNode parameters) =>
        Write(new JsonObject { ["method"] = method, ["params"] = parameters });
}
