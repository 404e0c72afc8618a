namespace RunbookDsl.Testing.Apis;

/// <summary>
/// One provider's API in one rehearsal: a stateful model with the routes that work on it. Calls come one at a
/// time.
/// </summary>
public abstract class ApiFake
{
    /// <summary>A fake on a stage.</summary>
    protected ApiFake(Stage stage, string system) => (Stage, System) = (stage, system);

    /// <summary>Name of the system in the world file.</summary>
    public string System { get; }

    /// <summary>The hosts it answers for, lower case; a leading <c>*.</c> takes every name below.</summary>
    public abstract IReadOnlyList<string> Hosts { get; }

    /// <summary>The addresses it can be reached at. Default: none, the host's name alone leads to
    /// it.</summary>
    public virtual IReadOnlyList<string> Addresses => [];

    /// <summary>Everything it knows. The first route that matches is taken.</summary>
    public abstract IReadOnlyList<ApiRoute> Routes { get; }

    /// <summary>Clock, log, tokens and findings of the rehearsal.</summary>
    protected Stage Stage { get; }

    /// <summary>What is wrong with who asks; null when nothing is. Asked before every route.</summary>
    public abstract ApiAnswer? Refuse(ApiRequest request, ApiRoute route);

    /// <summary>The provider's own error: for a fault, with its code or the most common one.</summary>
    public abstract ApiAnswer Error(ApiRequest request, FaultAction fault);

    /// <summary>The code that <see cref="Error"/> answers as a definite no. Default: 403.</summary>
    public virtual string Refusal(ApiRequest request) => "403";

    /// <summary>The provider's answer to who asks too often.</summary>
    public abstract ApiAnswer RateLimited(ApiRequest request, TimeSpan retryAfter);

    /// <summary>What a request wants, in words of <see cref="Known"/>. Default: method and path.</summary>
    public virtual string Asked(ApiRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return $"{request.Method} {request.Path}";
    }

    /// <summary>What can be asked, to name the nearest. Default: methods and patterns of routes.</summary>
    public virtual IEnumerable<string> Known => Routes.Select(r => $"{r.Method} {r.Pattern}");

    /// <summary>The part of the URL that no secret may stand in. Default: all of it.</summary>
    public virtual string Exposed(ApiRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.RawTarget;
    }

    /// <summary>The provider's answer to a path it does not know.</summary>
    public abstract ApiAnswer NoRoute(ApiRequest request, string text);

    /// <summary>Adds what every answer of the provider carries: request id, limits.</summary>
    public virtual ApiAnswer Dress(ApiRequest request, ApiAnswer answer) => answer;

    /// <summary>Whether a connection can be made. Default: always.</summary>
    /// <param name="address">The address that is connected to; null for a host that needs none.</param>
    /// <param name="port">80 or 443.</param>
    public virtual bool IsUp(string? address, int port) => true;

    /// <summary>What it holds now, for comparison.</summary>
    public abstract SystemState State();

    internal bool IsAt(string address) => Addresses.Count == 0 || Addresses.Contains(address);
}
