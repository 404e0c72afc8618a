using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace RunbookDsl.Testing.Apis;

/// <summary>Who may ask for what.</summary>
internal sealed partial class CloudflareAccess
{
    private readonly Dictionary<string, Holder> _tokens = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _keys = new(StringComparer.Ordinal);
    private static readonly Holder Everything = new("", []);

    /// <param name="Id">Id of the token; empty for a key.</param>
    /// <param name="Zones">The zones it is limited to; empty for all.</param>
    public sealed record Holder(string Id, ImmutableArray<string> Zones)
    {
        public bool Sees(string zone) => Zones.IsEmpty || Zones.Contains(zone);
    }

    public void AddToken(string token, Holder holder) => _tokens[token] = holder;

    public void AddKey(string email, string key) => _keys[key] = email;

    /// <summary>Who asks.</summary>
    /// <exception cref="CloudflareRefusal">Nobody who is known.</exception>
    public Holder Find(ApiRequest request)
    {
        if (request.Header("authorization") is { } authorization)
            return Bearer().Match(authorization) is { Success: true } match
                ? _tokens.GetValueOrDefault(match.Groups[1].Value)
                    ?? throw new CloudflareRefusal(403, 9109, "Invalid access token")
                : throw CloudflareRefusal.Header(6111, "Invalid format for Authorization header");
        if (request.Header("x-auth-key") is not { } key || request.Header("x-auth-email") is not { } email)
            throw new CloudflareRefusal(
                400,
                9106,
                "Missing X-Auth-Key, X-Auth-Email or Authorization headers"
            );
        if (!Key().IsMatch(key))
            throw CloudflareRefusal.Header(6103, "Invalid format for X-Auth-Key header");
        return _keys.GetValueOrDefault(key) == email
            ? Everything
            : throw new CloudflareRefusal(403, 9103, "Unknown X-Auth-Key or X-Auth-Email");
    }

    [GeneratedRegex("^Bearer ([A-Za-z0-9_-]{20,128})$", RegexOptions.CultureInvariant)]
    private static partial Regex Bearer();

    [GeneratedRegex("^[0-9a-f]{37}$", RegexOptions.CultureInvariant)]
    private static partial Regex Key();
}
