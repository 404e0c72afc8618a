using System.Xml.Linq;

namespace RunbookDsl.Testing.Apis;

/// <summary>Something that a service of the query protocol or EC2 can do.</summary>
/// <param name="Service">The service.</param>
/// <param name="Action">Its name on the wire.</param>
/// <param name="IsChange">Whether it is meant to change anything.</param>
/// <param name="Parameters">What may be given, with N for numbers and a star for the rest of a name.</param>
/// <param name="Answer">Does it; gives the elements of the result, null for none.</param>
internal sealed record AwsOperation(
    AwsService Service,
    string Action,
    bool IsChange,
    string[] Parameters,
    Func<AwsCall, ApiCall, IEnumerable<XElement>?> Answer
)
{
    private static readonly string[] Common =
    [
        "Action",
        "Version",
        "X-Amz-Algorithm",
        "X-Amz-Credential",
        "X-Amz-Date",
        "X-Amz-Expires",
        "X-Amz-SignedHeaders",
        "X-Amz-Signature",
        "X-Amz-Security-Token",
    ];

    /// <summary>How well the real behaviour is known; see <see cref="ApiRoute.Evidence"/>.</summary>
    public char Evidence { get; init; } = 'S';

    public string Name => $"{Service.Name}.{Action}";

    /// <summary>The first parameter that it does not know; null when it knows all.</summary>
    public string? Foreign(AwsForm form) =>
        form.Names.FirstOrDefault(n =>
            !Common.Contains(n) && !Parameters.Any(p => Fits(AwsForm.Plain(n), p))
        );

    private static bool Fits(string name, string pattern) =>
        pattern.EndsWith('*') ? name.StartsWith(pattern[..^1], StringComparison.Ordinal) : name == pattern;
}
