namespace RunbookDsl.Dns;

/// <summary>Zones and records at Cloudflare, through version 4 of its API.</summary>
public static class Cloudflare
{
    /// <summary>One zone of an account.</summary>
    /// <param name="name">Its name: <c>makerepo.com</c>.</param>
    /// <param name="token">An API token that may read the zone and edit its records. Sent in a header
    /// only.</param>
    /// <exception cref="ArgumentException">It is no name; becomes an authoring error at its
    /// line.</exception>
    public static CloudflareZone Zone(string name, SecretReference token)
    {
        ArgumentNullException.ThrowIfNull(token);
        return new(NameText.Plain(name), token);
    }
}
