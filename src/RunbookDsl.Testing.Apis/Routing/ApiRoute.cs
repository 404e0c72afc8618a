namespace RunbookDsl.Testing.Apis;

/// <summary>One operation of an API.</summary>
/// <param name="Method">Upper case.</param>
/// <param name="Pattern">Its path, such as <c>/apps/{app}/formation/{type}</c>; a value in braces is one
/// segment, <c>{rest*}</c> at the end all that is left.</param>
/// <param name="Operation">Its name in logs and faults: <c>formation.update</c>.</param>
/// <param name="IsChange">Whether it is meant to change anything.</param>
/// <param name="Answer">Carries it out on the model.</param>
public sealed record ApiRoute(
    string Method,
    string Pattern,
    string Operation,
    bool IsChange,
    Func<ApiCall, ApiAnswer> Answer
)
{
    /// <summary>
    /// How well the real behaviour is known: R seen on the wire, S vendor's own source, D documentation, K
    /// general knowledge.
    /// </summary>
    public required char Evidence { get; init; }

    /// <summary>Whether one more condition holds, for APIs that choose by query or header. Default:
    /// always.</summary>
    public Func<ApiRequest, bool> When { get; init; } = _ => true;

    /// <summary>The call in a line for transcripts; null is method and path.</summary>
    public Func<ApiRequest, string>? Line { get; init; }

    /// <summary>What the call is about; null is the values in the braces. For paths that hold a
    /// secret.</summary>
    public Func<ApiRequest, string>? About { get; init; }

    /// <summary>The values in the braces; null when the path is another one.</summary>
    public Dictionary<string, string>? Match(string path)
    {
        var wanted = Pattern.Split('/');
        var given = path.Split('/');
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < wanted.Length; i++)
        {
            var part = wanted[i];
            if (part.EndsWith("*}", StringComparison.Ordinal))
            {
                values[part[1..^2]] = i <= given.Length ? string.Join('/', given[i..]) : "";
                return values;
            }
            if (i >= given.Length)
                return null;
            if (part.StartsWith('{'))
                values[part[1..^1]] = given[i];
            else if (part != given[i])
                return null;
        }
        return given.Length == wanted.Length ? values : null;
    }
}
