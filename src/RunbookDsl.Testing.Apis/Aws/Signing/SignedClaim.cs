namespace RunbookDsl.Testing.Apis;

/// <summary>What a request says about its own signature (version 4), in its header or its query.</summary>
internal sealed record SignedClaim
{
    public const string Algorithm = "AWS4-HMAC-SHA256";

    public required string KeyId { get; init; }

    /// <summary>Day of the scope: <c>20261121</c>.</summary>
    public required string Day { get; init; }

    public required string Region { get; init; }

    public required string Service { get; init; }

    public required IReadOnlyList<string> SignedHeaders { get; init; }

    public required string Signature { get; init; }

    /// <summary>Time of signing: <c>20261121T010516Z</c>; empty when it is missing.</summary>
    public required string Time { get; init; }

    public string? Token { get; init; }

    /// <summary>Whether it stands in the query: a URL that was signed to be handed on.</summary>
    public bool IsPresigned { get; init; }

    /// <summary>For a presigned URL: for how many seconds, as written.</summary>
    public string? Expires { get; init; }

    public string Scope => $"{Day}/{Region}/{Service}/aws4_request";

    /// <summary>The claim of a request; null when it has none or one that cannot be read.</summary>
    public static SignedClaim? Of(ApiRequest request)
    {
        if (request.Parameter("X-Amz-Algorithm") is { } algorithm)
            return algorithm == Algorithm ? Presigned(request) : null;
        if (request.Header("authorization") is not { } header)
            return null;
        if (!header.StartsWith(Algorithm + " ", StringComparison.Ordinal))
            return null;
        var parts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in header[(Algorithm.Length + 1)..].Split(','))
            if (part.Split('=', 2) is [var name, var value])
                parts.TryAdd(name.Trim(), value.Trim());
        return Make(
            parts.GetValueOrDefault("Credential"),
            parts.GetValueOrDefault("SignedHeaders"),
            parts.GetValueOrDefault("Signature"),
            request.Header("x-amz-date") ?? "",
            request.Header("x-amz-security-token")
        );
    }

    private static SignedClaim? Presigned(ApiRequest request)
    {
        var claim = Make(
            request.Parameter("X-Amz-Credential"),
            request.Parameter("X-Amz-SignedHeaders"),
            request.Parameter("X-Amz-Signature"),
            request.Parameter("X-Amz-Date") ?? "",
            request.Parameter("X-Amz-Security-Token")
        );
        return claim is null
            ? null
            : claim with
            {
                IsPresigned = true,
                Expires = request.Parameter("X-Amz-Expires"),
            };
    }

    private static SignedClaim? Make(
        string? credential,
        string? headers,
        string? signature,
        string time,
        string? token
    ) =>
        headers is not null
        && signature is not null
        && credential?.Split('/') is [var key, var day, var region, var service, "aws4_request"]
            ? new SignedClaim
            {
                KeyId = key,
                Day = day,
                Region = region,
                Service = service,
                SignedHeaders = headers.Split(';'),
                Signature = signature,
                Time = time,
                Token = token,
            }
            : null;
}
