using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace RunbookDsl.Testing;

/// <summary>Pending snapshots for other programs.</summary>
public static class PendingJson
{
    private static readonly JsonWriterOptions Options = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>
    /// An array with an object each: <c>scenario</c>, <c>kind</c> (<c>new</c>, <c>changed</c>,
    /// <c>dangling</c>), <c>path</c> of the snapshot, and <c>received</c>, which is null for a dangling one.
    /// Ends with a line end.
    /// </summary>
    public static string Of(IReadOnlyList<PendingSnapshot> pending)
    {
        ArgumentNullException.ThrowIfNull(pending);
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Options))
        {
            json.WriteStartArray();
            foreach (var one in pending)
            {
                json.WriteStartObject();
                json.WriteString("scenario", one.Scenario);
                json.WriteString("kind", Words.Of(one.Kind));
                json.WriteString("path", one.Path);
                json.WriteString("received", one.Received);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length) + "\n";
    }
}
