namespace RunbookDsl.Testing.Apis;

/// <summary>AWS in one rehearsal: AutoScaling, EC2, load balancers and buckets of one account.</summary>
internal sealed class AwsFake : ApiFake
{
    private readonly AwsCloud _cloud;
    private readonly SignatureCheck _signatures;
    private readonly IReadOnlyList<AwsOperation> _operations;
    private readonly IReadOnlyList<ApiRoute> _routes;

    public AwsFake(Stage stage, AwsSystemSpec spec, AwsKeys keys)
        : base(stage, spec.Name)
    {
        _cloud = new AwsCloud(stage, spec);
        _signatures = new SignatureCheck(keys, spec.Region, spec.ChecksClock ? stage.Clock : null);
        _operations =
        [
            .. new GroupOperations(_cloud).All,
            .. new MemberOperations(_cloud).All,
            .. new Ec2Operations(_cloud).All,
            .. new Ec2Descriptions(_cloud).All,
            .. new BalancerOperations(_cloud).All,
            .. new ClassicOperations(_cloud).All,
            .. CallerOperations.All,
        ];
        _routes = [.. _operations.SelectMany(Routed), .. new BucketRoutes(_cloud).All.Select(Guarded)];
    }

    public override IReadOnlyList<string> Hosts => ["*.amazonaws.com"];

    public override IReadOnlyList<ApiRoute> Routes => _routes;

    public override IEnumerable<string> Known =>
        _operations.Select(o => o.Name).Concat(_routes.Select(r => r.Operation).Distinct());

    public override string Asked(ApiRequest request)
    {
        var call = AwsCall.Of(request);
        if (call.Action.Length > 0)
            return $"{call.Service?.Name ?? call.Claim?.Service ?? "aws"}.{call.Action}";
        var part = call.Service == AwsService.S3 ? S3Target.Part(request) : "";
        return part.Length > 0 ? $"{base.Asked(request)}?{part}" : base.Asked(request);
    }

    // The id of the key and the token belong into a URL that was signed to be handed on.
    public override string Exposed(ApiRequest request) =>
        AwsCall.Of(request).Claim is { IsPresigned: true } ? request.Path : base.Exposed(request);

    public override ApiAnswer? Refuse(ApiRequest request, ApiRoute route)
    {
        var call = AwsCall.Of(request);
        if (call.Service == AwsService.S3 && call.Claim is null && IsPublic(request, route))
            return null;
        return _signatures.Refuse(call) is { } error ? Error(call, error) : null;
    }

    public override ApiAnswer Error(ApiRequest request, FaultAction fault)
    {
        var call = AwsCall.Of(request);
        return Dress(request, Error(call, AwsFaults.Error(call.Service, fault.Code)));
    }

    public override string Refusal(ApiRequest request) =>
        AwsCall.Of(request).Service == AwsService.Ec2 ? "UnauthorizedOperation" : "AccessDenied";

    public override ApiAnswer RateLimited(ApiRequest request, TimeSpan retryAfter)
    {
        var call = AwsCall.Of(request);
        return Dress(request, Error(call, AwsFaults.TooOften(call.Service)));
    }

    public override ApiAnswer NoRoute(ApiRequest request, string text)
    {
        var call = AwsCall.Of(request);
        var error =
            call.Service == AwsService.S3
                ? new AwsErrorException(501, "NotImplemented", text)
                : new AwsErrorException(400, "InvalidAction", text);
        return Dress(request, Error(call, error));
    }

    public override ApiAnswer Dress(ApiRequest request, ApiAnswer answer)
    {
        var id = RequestId(request);
        return AwsCall.Of(request).Service == AwsService.S3
            ? answer.With("x-amz-request-id", id).With("x-amz-id-2", AwsEnvelope.HostId(id))
            : answer.With("x-amzn-RequestId", id);
    }

    public override SystemState State() =>
        _cloud.Timeline.Hold(() => AwsState.Of(System, _cloud, Stage.Tokens));

    private IEnumerable<ApiRoute> Routed(AwsOperation operation) =>
        from method in (string[])["POST", "GET"]
        select new ApiRoute(method, "/", operation.Name, operation.IsChange, call => Carry(operation, call))
        {
            Evidence = operation.Evidence,
            When = r =>
                AwsCall.Of(r) is var call
                && call.Action == operation.Action
                && call.Service == operation.Service,
            Line = r => AwsLine.Of(AwsCall.Of(r)),
        };

    private ApiRoute Guarded(ApiRoute route) =>
        route with
        {
            Answer = call => Guard(call, () => route.Answer(call)),
        };

    private ApiAnswer Carry(AwsOperation operation, ApiCall call) =>
        Guard(
            call,
            () =>
            {
                var asked = AwsCall.Of(call.Request);
                if (operation.Foreign(asked.Form) is { } foreign)
                    throw new AwsErrorException(
                        400,
                        operation.Service == AwsService.Ec2 ? "UnknownParameter" : "ValidationError",
                        Stage.Unknown(
                            System,
                            $"the parameter {foreign} of {operation.Name}",
                            operation.Parameters
                        )
                    );
                if (operation.Service == AwsService.Ec2 && asked.Flag("DryRun") == true)
                    throw new AwsErrorException(
                        412,
                        "DryRunOperation",
                        "Request would have succeeded, but DryRun flag is set."
                    );
                var result = operation.Answer(asked, call);
                return AwsEnvelope.Result(
                    operation.Service,
                    operation.Action,
                    result,
                    RequestId(call.Request)
                );
            }
        );

    private ApiAnswer Guard(ApiCall call, Func<ApiAnswer> answer) =>
        _cloud.Timeline.Hold(() =>
        {
            try
            {
                return answer();
            }
            catch (AwsErrorException e)
            {
                return Error(AwsCall.Of(call.Request), e);
            }
        });

    private ApiAnswer Error(AwsCall call, AwsErrorException error)
    {
        var answer = AwsEnvelope.Error(call.Service, error, RequestId(call.Request));
        return call.Request.Method == "HEAD" ? answer with { Body = [] } : answer;
    }

    private static bool IsPublic(ApiRequest request, ApiRoute route) =>
        request.Header("authorization") is null
        && route.Operation is "s3.Preflight" or "s3.GetObject" or "s3.HeadObject";

    // One request has one id, in its answer and in the header.
    private string RequestId(ApiRequest request) => AwsCall.Of(request).Id ??= _cloud.NewGuid("request");
}
