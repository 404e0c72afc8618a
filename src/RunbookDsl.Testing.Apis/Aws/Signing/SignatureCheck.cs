using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace RunbookDsl.Testing.Apis;

/// <summary>Looks whether a request was signed with the key of the account.</summary>
/// <param name="keys">The key.</param>
/// <param name="region">The only region there is.</param>
/// <param name="clock">The time to compare with; null compares with none, because programs sign with the
/// real time while the rehearsal has its own.</param>
internal sealed class SignatureCheck(AwsKeys keys, string region, TimeProvider? clock)
{
    private const string Differs =
        "The request signature we calculated does not match the signature you provided. "
        + "Check your AWS Secret Access Key and signing method. Consult the service documentation for details.";

    /// <summary>The error of the service that was asked; null when the signature is right.</summary>
    public AwsErrorException? Refuse(AwsCall call)
    {
        var service = call.Claim?.Service ?? call.Service?.Scope ?? "";
        if (call.Claim is not { } claim)
            return Unsigned(call.Request, service);
        if (claim.KeyId != keys.KeyId)
            return UnknownKey(service);
        if (claim.Token != keys.Token)
            return UnknownToken(service);
        if (!TryTime(claim.Time, out var at) || claim.Day != claim.Time[..8])
            return Malformed(
                service,
                $"Credential date does not match X-Amz-Date: '{claim.Day}' and '{claim.Time}'"
            );
        if (claim.Region != region)
            return Malformed(
                service,
                $"Credential should be scoped to a valid region: '{claim.Region}' was given, this is '{region}'"
            );
        return Headers(call.Request, claim)
            ?? Payload(call.Request, claim)
            ?? Signature(call.Request, claim)
            ?? Age(claim, at);
    }

    private AwsErrorException? Signature(ApiRequest request, SignedClaim claim)
    {
        var expected = SigV4.Signature(
            keys.Secret,
            claim,
            SigV4.Canonical(request, claim, PayloadHash(request, claim))
        );
        return CryptographicOperations.FixedTimeEquals(
                Encoding.UTF8.GetBytes(expected),
                Encoding.UTF8.GetBytes(claim.Signature)
            )
                ? null
            : claim.Service == "ec2" ? UnknownKey("ec2")
            : new(403, "SignatureDoesNotMatch", Differs);
    }

    private static AwsErrorException? Headers(ApiRequest request, SignedClaim claim)
    {
        if (!claim.SignedHeaders.Contains("host"))
            return Malformed(claim.Service, "'Host' must be a 'SignedHeader' in the AWS Authorization");
        if (claim.Service != "s3")
            return null;
        var open = request
            .Headers.Keys.Where(h => h.StartsWith("x-amz-", StringComparison.Ordinal))
            .Except(claim.SignedHeaders)
            .Order(StringComparer.Ordinal)
            .ToList();
        return open.Count == 0
            ? null
            : new(403, "AccessDenied", "There were headers present in the request which were not signed")
            {
                Details = [("HeadersNotSigned", string.Join(", ", open))],
            };
    }

    private static AwsErrorException? Payload(ApiRequest request, SignedClaim claim)
    {
        if (claim.Service != "s3" || claim.IsPresigned)
            return null;
        if (request.Header("x-amz-content-sha256") is not { } given)
            return new(
                400,
                "InvalidRequest",
                "Missing required header for this request: x-amz-content-sha256"
            );
        return given == "UNSIGNED-PAYLOAD" || given == SigV4.Hash(request.Body)
            ? null
            : new(
                400,
                "XAmzContentSHA256Mismatch",
                "The provided 'x-amz-content-sha256' header does not match what was computed."
            )
            {
                Details =
                [
                    ("ClientComputedContentSHA256", given),
                    ("S3ComputedContentSHA256", SigV4.Hash(request.Body)),
                ],
            };
    }

    private static string PayloadHash(ApiRequest request, SignedClaim claim) =>
        claim.Service != "s3" ? SigV4.Hash(request.Body)
        : claim.IsPresigned ? request.Header("x-amz-content-sha256") ?? "UNSIGNED-PAYLOAD"
        : request.Header("x-amz-content-sha256") ?? "";

    private AwsErrorException? Age(SignedClaim claim, DateTimeOffset at)
    {
        var isS3 = claim.Service == "s3";
        if (claim.IsPresigned)
        {
            if (!int.TryParse(claim.Expires, CultureInfo.InvariantCulture, out var seconds))
                return new(403, "AuthorizationQueryParametersError", "X-Amz-Expires should be a number");
            if (seconds is < 1 or > 604_800)
                return new(
                    400,
                    "AuthorizationQueryParametersError",
                    "X-Amz-Expires must be less than a week (in seconds); that is, the given "
                        + "X-Amz-Expires must be less than 604800 seconds"
                );
            return clock is not null && clock.GetUtcNow() > at.AddSeconds(seconds)
                ? new(403, isS3 ? "AccessDenied" : "RequestExpired", "Request has expired")
                : null;
        }
        if (clock is null || (clock.GetUtcNow() - at).Duration() <= TimeSpan.FromMinutes(isS3 ? 15 : 5))
            return null;
        return claim.Service switch
        {
            "s3" => new(
                403,
                "RequestTimeTooSkewed",
                "The difference between the request time and the current time is too large."
            ),
            "ec2" => new(400, "RequestExpired", "Request has expired."),
            _ => new(403, "SignatureDoesNotMatch", $"Signature expired or not yet current: {claim.Time}"),
        };
    }

    private static AwsErrorException Unsigned(ApiRequest request, string service) =>
        request.Header("authorization") is not null
            ? service == "s3"
                ? new(400, "InvalidArgument", "Unsupported Authorization Type")
                : new(400, "IncompleteSignature", "Authorization header requires a Signature Version 4.")
            : service == "s3"
                ? new(403, "AccessDenied", "Access Denied")
                : new(403, "MissingAuthenticationToken", "Request is missing Authentication Token");

    private static AwsErrorException UnknownKey(string service) =>
        service switch
        {
            "ec2" => new(401, "AuthFailure", "AWS was not able to validate the provided access credentials"),
            "s3" => new(
                403,
                "InvalidAccessKeyId",
                "The AWS Access Key Id you provided does not exist in our records."
            ),
            _ => new(403, "InvalidClientTokenId", "The security token included in the request is invalid."),
        };

    private static AwsErrorException UnknownToken(string service) =>
        service == "s3"
            ? new(400, "InvalidToken", "The provided token is malformed or otherwise invalid.")
            : UnknownKey(service);

    private static AwsErrorException Malformed(string service, string message) =>
        service switch
        {
            "s3" => new(400, "AuthorizationHeaderMalformed", message),
            "ec2" => new(401, "AuthFailure", message),
            _ => new(403, "SignatureDoesNotMatch", message),
        };

    private static bool TryTime(string text, out DateTimeOffset time) =>
        DateTimeOffset.TryParseExact(
            text,
            "yyyyMMdd'T'HHmmss'Z'",
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out time
        );
}
