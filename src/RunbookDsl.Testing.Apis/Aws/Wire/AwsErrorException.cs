namespace RunbookDsl.Testing.Apis;

/// <summary>An error that a service of AWS answers with; put into the service's own envelope.</summary>
internal sealed class AwsErrorException(int status, string code, string message) : Exception(message)
{
    public int Status { get; } = status;

    public string Code { get; } = code;

    /// <summary>Further elements of an error of S3, such as BucketName.</summary>
    public IReadOnlyList<(string Name, string Value)> Details { get; init; } = [];

    public static AwsErrorException Validation(string message) => new(400, "ValidationError", message);

    public static AwsErrorException Missing(string service, string parameter) =>
        service == "ec2"
            ? new(400, "MissingParameter", $"The request must contain the parameter {parameter}")
            : new(
                400,
                "ValidationError",
                $"1 validation error detected: Value null at '{Lower(parameter)}' failed to satisfy "
                    + "constraint: Member must not be null"
            );

    private static string Lower(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
