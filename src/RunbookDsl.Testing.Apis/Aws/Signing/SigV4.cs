using System.Security.Cryptography;
using System.Text;

namespace RunbookDsl.Testing.Apis;

/// <summary>
/// Signature version 4:
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
/// </summary>
internal static class SigV4
{
    private const string Plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

    /// <summary>The request in the form that is signed.</summary>
    public static string Canonical(ApiRequest request, SignedClaim claim, string payloadHash)
    {
        var (path, query) = Target(request.RawTarget);
        var text = new StringBuilder();
        text.Append(request.Method).Append('\n');
        text.Append(claim.Service == "s3" ? path : Encode(Normal(path), "/")).Append('\n');
        text.Append(Query(query)).Append('\n');
        foreach (var name in claim.SignedHeaders)
            text.Append(name).Append(':').Append(Trim(request.Header(name) ?? "")).Append('\n');
        text.Append('\n').AppendJoin(';', claim.SignedHeaders).Append('\n').Append(payloadHash);
        return text.ToString();
    }

    /// <summary>The text that the key signs.</summary>
    public static string StringToSign(SignedClaim claim, string canonical) =>
        $"{SignedClaim.Algorithm}\n{claim.Time}\n{claim.Scope}\n{Hash(Encoding.UTF8.GetBytes(canonical))}";

    /// <summary>The key of a day, a region and a service.</summary>
    public static byte[] Key(string secret, SignedClaim claim)
    {
        var key = Encoding.UTF8.GetBytes("AWS4" + secret);
        foreach (var part in (string[])[claim.Day, claim.Region, claim.Service, "aws4_request"])
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        return key;
    }

    /// <summary>The signature that the request must carry, in hexadecimal digits.</summary>
    public static string Signature(string secret, SignedClaim claim, string canonical) =>
        Convert.ToHexStringLower(
            HMACSHA256.HashData(Key(secret, claim), Encoding.UTF8.GetBytes(StringToSign(claim, canonical)))
        );

    public static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static (string Path, string Query) Target(string raw)
    {
        // A client that speaks to a proxy sends the whole URL.
        if (!raw.StartsWith('/') && raw.IndexOf("://", StringComparison.Ordinal) is > 0 and var at)
        {
            var slash = raw.IndexOf('/', at + 3);
            raw = slash < 0 ? "/" : raw[slash..];
        }
        var mark = raw.IndexOf('?', StringComparison.Ordinal);
        return mark < 0 ? (raw, "") : (raw[..mark], raw[(mark + 1)..]);
    }

    private static string Query(string query)
    {
        var pairs = new List<(string Name, string Value)>();
        foreach (var part in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var at = part.IndexOf('=', StringComparison.Ordinal);
            var name = Uri.UnescapeDataString(at < 0 ? part : part[..at]);
            if (name != "X-Amz-Signature")
                pairs.Add(
                    (Encode(name, ""), at < 0 ? "" : Encode(Uri.UnescapeDataString(part[(at + 1)..]), ""))
                );
        }
        pairs.Sort(
            (a, b) =>
                string.CompareOrdinal(a.Name, b.Name) is not 0 and var order
                    ? order
                    : string.CompareOrdinal(a.Value, b.Value)
        );
        return string.Join('&', pairs.Select(p => $"{p.Name}={p.Value}"));
    }

    // As in RFC 3986, section 5.2.4; several slashes in a row count as one.
    private static string Normal(string path)
    {
        var kept = new List<string>();
        foreach (var part in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
            if (part == ".." && kept.Count > 0)
                kept.RemoveAt(kept.Count - 1);
            else if (part is not ("." or ".."))
                kept.Add(part);
        return "/" + string.Join('/', kept) + (kept.Count > 0 && path.EndsWith('/') ? "/" : "");
    }

    private static string Encode(string text, string safe)
    {
        var done = new StringBuilder(text.Length);
        foreach (var b in Encoding.UTF8.GetBytes(text))
            if (
                Plain.Contains((char)b, StringComparison.Ordinal)
                || safe.Contains((char)b, StringComparison.Ordinal)
            )
                done.Append((char)b);
            else
                done.Append('%').Append(Convert.ToHexString([b]));
        return done.ToString();
    }

    private static string Trim(string value) =>
        string.Join(' ', value.Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
