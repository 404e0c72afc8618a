namespace RunbookDsl.Dns;

/// <summary>A record of a zone at Cloudflare: what a change begins with. The record itself says
/// nothing.</summary>
/// <param name="Zone">The zone.</param>
/// <param name="Type">Its type, upper case.</param>
/// <param name="Name">Its full name.</param>
public sealed record CloudflareRecord(CloudflareZone Zone, string Type, string Name)
{
    /// <summary>
    /// Makes it lead elsewhere. When it says neither the one nor the other value, somebody else has changed
    /// it: nothing is done then.
    /// </summary>
    /// <param name="value">Address, name or text.</param>
    /// <param name="expecting">What it has to say before; null takes whatever it says.</param>
    /// <exception cref="ArgumentException">The type cannot have the value.</exception>
    public CloudflareChange PointTo(string value, string? expecting = null) =>
        Begin().PointTo(value, expecting);

    /// <summary>Sets how long resolvers may keep it. A proxied record has 300 s whatever is set.</summary>
    /// <param name="ttl">1 minute to 1 day, in whole seconds.</param>
    /// <exception cref="ArgumentException">The provider does not take it.</exception>
    public CloudflareChange SetTtl(TimeSpan ttl) => Begin().SetTtl(ttl);

    /// <summary>Whether the provider answers in its place.</summary>
    public CloudflareChange SetProxied(bool isProxied) => Begin().SetProxied(isProxied);

    /// <summary>Makes a record that is not there yet.</summary>
    /// <param name="value">Address, name or text.</param>
    /// <exception cref="ArgumentException">The type cannot have the value.</exception>
    public CloudflareChange Add(string value) =>
        new(Zone, [new(Type, Name) { Kind = EditKind.Add, Content = NameText.Value(Type, value) }]);

    /// <summary>Takes away the record that says this; others of its name and type stay. Its undo makes it
    /// again.</summary>
    /// <param name="expecting">What it says.</param>
    /// <exception cref="ArgumentException">The type cannot have the value.</exception>
    public CloudflareChange Remove(string expecting) =>
        new(Zone, [new(Type, Name) { Kind = EditKind.Remove, Expected = NameText.Value(Type, expecting) }]);

    /// <inheritdoc/>
    public override string ToString() => $"{Type} {Name}";

    private CloudflareChange Begin() => new(Zone, [new(Type, Name)]);
}
