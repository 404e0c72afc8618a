namespace RunbookDsl.Http;

/// <summary>One request to a provider's API.</summary>
/// <param name="Method">The method: <c>GET</c>, <c>PATCH</c>.</param>
/// <param name="Path">Below the root of the API, query included; journaled when the request fails, so no
/// place for a secret unless <paramref name="Said"/> stands for it.</param>
/// <param name="Json">The body; null sends none.</param>
/// <param name="Said">What messages say in place of the path; null says the path.</param>
public sealed record ApiRequest(string Method, string Path, string? Json = null, string? Said = null)
{
    /// <summary><c>PATCH /zones/1/dns_records/2</c>.</summary>
    public override string ToString() => $"{Method} {Said ?? "/" + Path.Split('?')[0]}";
}
