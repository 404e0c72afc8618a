using System.Globalization;

namespace RunbookDsl.Testing.Apis;

/// <summary>The errors that a service gives without anybody's fault.</summary>
internal static class AwsFaults
{
    private static readonly string[] Internal = ["InternalFailure", "InternalError", "ResourceContention"];

    private static readonly string[] Unavailable =
    [
        "ServiceUnavailable",
        "Unavailable",
        "RequestLimitExceeded",
        "SlowDown",
        "EC2ThrottledException",
    ];

    /// <summary>The error of a code, which may be a status; null gives the most common one.</summary>
    public static AwsErrorException Error(AwsService? service, string? code)
    {
        if (int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var status))
            return new(status, status == 503 ? "ServiceUnavailable" : Common(service), Text(service));
        code ??= Common(service);
        status =
            Internal.Contains(code) ? 500
            : Unavailable.Contains(code) ? 503
            : code is "AccessDenied" or "UnauthorizedOperation" ? 403
            : code.StartsWith("NoSuch", StringComparison.Ordinal) ? 404
            : 400;
        return new(status, code, status >= 500 ? Text(service) : $"{code}.");
    }

    /// <summary>The error for somebody who asks too often.</summary>
    public static AwsErrorException TooOften(AwsService? service) =>
        service == AwsService.Ec2 ? new(503, "RequestLimitExceeded", "Request limit exceeded.")
        : service == AwsService.S3 ? new(503, "SlowDown", "Please reduce your request rate.")
        : new(400, "Throttling", "Rate exceeded");

    private static string Common(AwsService? service) =>
        service == AwsService.Ec2 || service == AwsService.S3 ? "InternalError" : "InternalFailure";

    private static string Text(AwsService? service) =>
        service == AwsService.S3
            ? "We encountered an internal error. Please try again."
            : "An internal error has occurred";
}
