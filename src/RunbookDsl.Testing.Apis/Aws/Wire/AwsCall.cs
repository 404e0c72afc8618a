using System.Globalization;
using System.Runtime.CompilerServices;

namespace RunbookDsl.Testing.Apis;

/// <summary>A request as one of the services reads it.</summary>
internal sealed class AwsCall
{
    private static readonly ConditionalWeakTable<ApiRequest, AwsCall> Read = [];

    private AwsCall(ApiRequest request)
    {
        Request = request;
        Claim = SignedClaim.Of(request);
        var isS3 = Claim is null ? !IsQuery(request) : Claim.Service == "s3";
        Form = isS3 ? AwsForm.Empty : AwsForm.Of(request);
        Action = Form["Action"] ?? "";
        Service = isS3 ? AwsService.S3 : Find(Claim?.Service, Form["Version"]);
    }

    public ApiRequest Request { get; }

    /// <summary>The id that the answer carries; null until it is drawn.</summary>
    public string? Id { get; set; }

    /// <summary>Who says to have signed it; null when nobody does.</summary>
    public SignedClaim? Claim { get; }

    public AwsForm Form { get; }

    /// <summary>The action of the query protocol; empty for S3.</summary>
    public string Action { get; }

    /// <summary>The service that is asked; null when there is none such.</summary>
    public AwsService? Service { get; }

    /// <summary>Whether a waiter of a client asks, which sleeps in real time between two looks.</summary>
    public bool IsWaiter =>
        Request.Header("user-agent") is { } agent
        && agent
            .Split(' ')
            .Any(p => p.StartsWith("m/", StringComparison.Ordinal) && p[2..].Split(',').Contains("B"));

    public static AwsCall Of(ApiRequest request) => Read.GetValue(request, r => new AwsCall(r));

    /// <summary>A parameter that must be there.</summary>
    public string Need(string name) =>
        Form[name] is { Length: > 0 } value ? value : throw AwsErrorException.Missing(Service!.Name, name);

    /// <summary>A whole number; null when it is not given.</summary>
    public int? Number(string name)
    {
        if (Form[name] is not { } text)
            return null;
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            return number;
        throw new AwsErrorException(400, "MalformedInput", $"'{text}' is no number for {name}");
    }

    /// <summary>True or false; null when it is not given.</summary>
    public bool? Flag(string name) =>
        Form[name] switch
        {
            null => null,
            "true" => true,
            "false" => false,
            var other => throw new AwsErrorException(
                400,
                "MalformedInput",
                $"'{other}' is neither true nor false for {name}"
            ),
        };

    private static bool IsQuery(ApiRequest request) =>
        request.Parameter("Action") is not null || (request.Path == "/" && request.Method == "POST");

    private static AwsService? Find(string? scope, string? version) =>
        AwsService.All.FirstOrDefault(s =>
            s.Version.Length > 0 && s.Version == version && (scope is null || s.Scope == scope)
        ) ?? AwsService.All.FirstOrDefault(s => s.Scope == scope && s.Scope != "elasticloadbalancing");
}
