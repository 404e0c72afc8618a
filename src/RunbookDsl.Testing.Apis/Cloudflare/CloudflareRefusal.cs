namespace RunbookDsl.Testing.Apis;

/// <summary>Why the API refuses a call.</summary>
/// <param name="status">HTTP status.</param>
/// <param name="code">The provider's number.</param>
/// <param name="message">Its message.</param>
/// <param name="chain">What exactly is wrong, with a number of its own.</param>
internal sealed class CloudflareRefusal(
    int status,
    int code,
    string message,
    (int Code, string Message)? chain = null
) : Exception(message)
{
    /// <summary>The exact reason.</summary>
    public string Reason => chain?.Message ?? Message;

    public ApiAnswer Answer { get; } = CloudflareEnvelope.Failure(status, code, message, chain);

    /// <summary>A record that is not valid.</summary>
    public static CloudflareRefusal Invalid(int code, string message) =>
        new(400, 1004, "DNS Validation Error", (code, message));

    public static CloudflareRefusal Header(int code, string message) =>
        new(400, 6003, "Invalid request headers", (code, message));

    public static CloudflareRefusal Route(string path) =>
        new(404, 7003, $"Could not route to {path}, perhaps your object identifier is invalid?");
}
