namespace RunbookDsl.Testing.Apis;

/// <summary>What a request to S3 is about; the bucket stands in the host or in the path.</summary>
/// <param name="Bucket">Empty for the account as a whole.</param>
/// <param name="Key">Empty for the bucket as a whole.</param>
internal readonly record struct S3Target(string Bucket, string Key)
{
    private static readonly string[] Reading =
    [
        "response-cache-control",
        "response-content-disposition",
        "response-content-encoding",
        "response-content-language",
        "response-content-type",
        "response-expires",
        "x-id",
    ];

    public static S3Target Of(ApiRequest request)
    {
        var path = request.Path.TrimStart('/');
        if (BucketOf(request.Host) is { } bucket)
            return new(bucket, path);
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? new(path, "") : new(path[..slash], path[(slash + 1)..]);
    }

    /// <summary>The configuration of a bucket that is asked for, such as <c>cors</c>; empty for
    /// none.</summary>
    public static string Part(ApiRequest request) =>
        request
            .Query.Select(q => q.Key)
            .FirstOrDefault(k => !k.StartsWith("X-Amz-", StringComparison.Ordinal) && !Reading.Contains(k))
        ?? "";

    private static string? BucketOf(string host)
    {
        var at = host.LastIndexOf(".s3", StringComparison.Ordinal);
        return at > 0 && host.EndsWith(".amazonaws.com", StringComparison.Ordinal) ? host[..at] : null;
    }
}
