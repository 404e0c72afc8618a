using System.Security.Cryptography;
using System.Text;

namespace RunbookDsl.Journal.Tests;

/// <summary>What somebody who has read FORMAT.md can do to a line.</summary>
internal static class Forge
{
    /// <summary>Computes the line's hash anew, with the framework's own SHA-256.</summary>
    internal static string Reseal(string line)
    {
        var head = line[..line.LastIndexOf(",\"h\":\"", StringComparison.Ordinal)];
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(head)).AsSpan(0, 16);
        return $"{head},\"h\":\"{System.Buffers.Text.Base64Url.EncodeToString(hash)}\"}}";
    }
}
