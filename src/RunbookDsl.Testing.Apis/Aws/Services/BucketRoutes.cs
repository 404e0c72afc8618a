using System.Text;
using System.Xml.Linq;
using static RunbookDsl.Testing.Apis.AwsElements;

namespace RunbookDsl.Testing.Apis;

/// <summary>S3: buckets, their rules for pages of other origins, and what these rules do.</summary>
internal sealed class BucketRoutes(AwsCloud cloud)
{
    private const string Any = "/{rest*}";

    public IReadOnlyList<ApiRoute> All =>
        [
            New("PUT", "PutBucketCors", 'R', r => IsBucket(r, "cors"), Put),
            New("GET", "GetBucketCors", 'R', r => IsBucket(r, "cors"), Get),
            New("DELETE", "DeleteBucketCors", 'S', r => IsBucket(r, "cors"), Delete),
            New("GET", "GetBucketLocation", 'S', r => IsBucket(r, "location"), Location),
            New("HEAD", "HeadBucket", 'S', r => IsBucket(r, ""), Head),
            New("GET", "ListBuckets", 'S', r => S3Target.Of(r) is { Bucket: "" }, List),
            New("OPTIONS", "Preflight", 'K', _ => true, Preflight),
            New("GET", "GetObject", 'K', IsObject, Read),
            New("HEAD", "HeadObject", 'K', IsObject, Read),
        ];

    private ApiRoute New(
        string method,
        string operation,
        char evidence,
        Func<ApiRequest, bool> when,
        Func<ApiCall, ApiAnswer> answer
    ) =>
        new(method, Any, $"s3.{operation}", method is "PUT" or "DELETE", answer)
        {
            Evidence = evidence,
            When = r => IsForS3(r) && when(r),
            Line = r => $"s3 {operation} {Path(S3Target.Of(r))}".TrimEnd(),
        };

    // A browser signs nothing: what nobody signed is for S3 if there is such a bucket.
    private bool IsForS3(ApiRequest request)
    {
        var call = AwsCall.Of(request);
        return call.Service == AwsService.S3
            && (
                call.Claim is not null
                || cloud.Buckets.Any(b => b.Name == S3Target.Of(request).Bucket)
                || request.Host.Contains("s3.", StringComparison.Ordinal)
            );
    }

    private ApiAnswer Put(ApiCall call)
    {
        var bucket = Need(call);
        BodyChecksum.Check(call.Request);
        var rules = CorsDocument.Read(call.Request.Body);
        var before = bucket.Line;
        bucket.Cors = rules;
        if (bucket.Line != before)
            call.Applied(before, bucket.Line);
        return ApiAnswer.Empty(200);
    }

    private ApiAnswer Get(ApiCall call)
    {
        var bucket = Need(call);
        return bucket.Cors.Count > 0
            ? Xml(CorsDocument.Write(bucket.Cors))
            : throw new AwsErrorException(
                404,
                "NoSuchCORSConfiguration",
                "The CORS configuration does not exist"
            )
            {
                Details = [("BucketName", bucket.Name)],
            };
    }

    private ApiAnswer Delete(ApiCall call)
    {
        var bucket = Need(call);
        var before = bucket.Line;
        bucket.Cors = [];
        if (bucket.Line != before)
            call.Applied(before, bucket.Line);
        return ApiAnswer.Empty(204);
    }

    private ApiAnswer Location(ApiCall call)
    {
        _ = Need(call);
        // The first region of all has no name here.
        return Xml(Tree("LocationConstraint", cloud.Region == "us-east-1" ? null : cloud.Region));
    }

    private ApiAnswer Head(ApiCall call)
    {
        _ = Need(call);
        return ApiAnswer.Empty(200).With("x-amz-bucket-region", cloud.Region);
    }

    private ApiAnswer List(ApiCall call) =>
        Xml(
            Tree(
                "ListAllMyBucketsResult",
                Tree("Owner", Element("ID", AwsCloud.Account)),
                Tree(
                    "Buckets",
                    cloud.Buckets.Select(b =>
                        Tree("Bucket", Element("Name", b.Name), Element("CreationDate", cloud.Began))
                    )
                )
            )
        );

    private ApiAnswer Preflight(ApiCall call)
    {
        var bucket = Need(call);
        var origin = call.Request.Header("origin");
        var method = call.Request.Header("access-control-request-method");
        if (origin is null || method is null)
            throw new AwsErrorException(
                400,
                "BadRequest",
                "Insufficient information. Origin request header needed."
            );
        var headers = Names(call.Request.Header("access-control-request-headers"));
        if (bucket.Allows(origin, method, headers) is not { } rule)
            throw new AwsErrorException(
                403,
                "AccessForbidden",
                "CORSResponse: This CORS request is not allowed. This is usually because the evalution of "
                    + "Origin, request method / Access-Control-Request-Method or "
                    + "Access-Control-Request-Headers are not whitelisted by the resource's CORS spec."
            )
            {
                Details = [("Method", method), ("ResourceType", "BUCKET")],
            };
        return Allowed(ApiAnswer.Empty(200), rule, origin, headers);
    }

    private ApiAnswer Read(ApiCall call)
    {
        var bucket = Need(call);
        var key = S3Target.Of(call.Request).Key;
        if (!bucket.Spec.Objects.TryGetValue(key, out var content))
            throw new AwsErrorException(404, "NoSuchKey", "The specified key does not exist.")
            {
                Details = [("Key", key)],
            };
        var answer = new ApiAnswer(200, "binary/octet-stream", Encoding.UTF8.GetBytes(content));
        if (call.Request.Method == "HEAD")
            answer = answer with { Body = [] };
        return
            call.Request.Header("origin") is { } origin
            && bucket.Allows(origin, call.Request.Method, []) is { } rule
            ? Allowed(answer, rule, origin, [])
            : answer;
    }

    private static ApiAnswer Allowed(
        ApiAnswer answer,
        CorsRuleSpec rule,
        string origin,
        IReadOnlyList<string> headers
    )
    {
        var isForAll = rule.Origins.Contains("*");
        answer = answer
            .With("Access-Control-Allow-Origin", isForAll ? "*" : origin)
            .With("Access-Control-Allow-Methods", string.Join(", ", rule.Methods))
            .With("Vary", "Origin, Access-Control-Request-Headers, Access-Control-Request-Method");
        if (!isForAll)
            answer = answer.With("Access-Control-Allow-Credentials", "true");
        if (headers.Count > 0)
            answer = answer.With("Access-Control-Allow-Headers", string.Join(", ", headers));
        if (rule.Exposed.Length > 0)
            answer = answer.With("Access-Control-Expose-Headers", string.Join(", ", rule.Exposed));
        return rule.MaxAgeSeconds is { } age
            ? answer.With("Access-Control-Max-Age", FormattableString.Invariant($"{age}"))
            : answer;
    }

    private AwsBucket Need(ApiCall call)
    {
        var name = S3Target.Of(call.Request).Bucket;
        return cloud.Buckets.FirstOrDefault(b => b.Name == name)
            ?? throw new AwsErrorException(404, "NoSuchBucket", "The specified bucket does not exist")
            {
                Details = [("BucketName", name)],
            };
    }

    private static bool IsBucket(ApiRequest request, string part) =>
        S3Target.Of(request) is { Bucket: not "", Key: "" } && S3Target.Part(request) == part;

    private static bool IsObject(ApiRequest request) =>
        S3Target.Of(request) is { Bucket: not "", Key: not "" } && S3Target.Part(request).Length == 0;

    private static string Path(S3Target target) =>
        target.Key.Length > 0 ? $"{target.Bucket}/{target.Key}" : target.Bucket;

    private static ApiAnswer Xml(XElement root) => AwsEnvelope.Xml(200, root, AwsService.S3.Space);

    private static IReadOnlyList<string> Names(string? header) =>
        header?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
}
