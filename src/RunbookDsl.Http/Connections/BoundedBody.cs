using System.Text;

namespace RunbookDsl.Http;

/// <summary>Reads the beginning of a body; what comes after it is left on the line.</summary>
internal static class BoundedBody
{
    /// <summary>At most so many bytes as text, and whether there were more.</summary>
    public static async Task<(string Text, bool IsCut)> ReadAsync(
        HttpContent content,
        int most,
        CancellationToken cancellation
    )
    {
        var stream = await content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        await using var closing = stream.ConfigureAwait(false);
        var body = new byte[most + 1];
        var length = await stream
            .ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, cancellation)
            .ConfigureAwait(false);
        return (Encoding.UTF8.GetString(body, 0, Math.Min(length, most)), length > most);
    }
}
