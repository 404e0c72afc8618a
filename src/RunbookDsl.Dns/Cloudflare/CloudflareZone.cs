namespace RunbookDsl.Dns;

/// <summary>A zone at Cloudflare; see <see cref="Cloudflare.Zone"/>.</summary>
/// <param name="Name">Its name, lower case.</param>
/// <param name="Token">The API token.</param>
public sealed record CloudflareZone(string Name, SecretReference Token)
{
    private static readonly string[] Known = ["A", "AAAA", "CNAME", "TXT"];

    /// <summary>A record, found by type and name when the step runs.</summary>
    /// <param name="type"><c>A</c>, <c>AAAA</c>, <c>CNAME</c> or <c>TXT</c>.</param>
    /// <param name="name"><c>@</c> for the zone itself, a full name, or one without the zone:
    /// <c>app</c>.</param>
    /// <exception cref="ArgumentException">The zone cannot have it; becomes an authoring error at its
    /// line.</exception>
    public CloudflareRecord Record(string type, string name)
    {
        var upper = NameText.Type(type);
        if (!Known.Contains(upper))
            throw new ArgumentException(
                $"records of type {upper} cannot be changed by this: {string.Join(", ", Known)}."
            );
        ArgumentNullException.ThrowIfNull(name);
        var plain = name.TrimEnd('.').ToLowerInvariant();
        var full =
            plain == "@" ? Name
            : plain == Name || plain.EndsWith("." + Name, StringComparison.Ordinal) ? plain
            : plain + "." + Name;
        return new(this, upper, NameText.Plain(full));
    }

    /// <summary>
    /// Reads all records of the zone as they are, into the journal: what a change of names is compared with
    /// and put back by hand from. At most 1000.
    /// </summary>
    public SnapshotOperation Snapshot() => new(this);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
