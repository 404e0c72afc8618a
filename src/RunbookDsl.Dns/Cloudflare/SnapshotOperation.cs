using System.Globalization;
using System.Text.Json.Serialization.Metadata;

namespace RunbookDsl.Dns;

/// <summary>Keeps all records of a zone; <see cref="CloudflareZone.Snapshot"/>.</summary>
/// <param name="Zone">The zone.</param>
public sealed record SnapshotOperation(CloudflareZone Zone) : Operation<ZoneSnapshot>
{
    /// <inheritdoc/>
    public override string Kind => "Cloudflare.Snapshot";

    /// <inheritdoc/>
    public override string Description => $"keep all records of {Zone} as they are now";

    /// <inheritdoc/>
    public override EffectClass Effect => EffectClass.ReadOnly;

    /// <inheritdoc/>
    public override IReadOnlyList<SecretReference> Secrets => [Zone.Token];

    /// <inheritdoc/>
    public override IReadOnlyList<Fact> Facts => [new("zone", Zone.Name)];

    /// <inheritdoc/>
    protected override JsonTypeInfo<ZoneSnapshot> JsonInfo => DnsJson.Default.ZoneSnapshot;

    /// <inheritdoc/>
    public override async Task<ZoneSnapshot> RunAsync(StepContext context, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(context);
        var records = await BuiltInZones
            .Records(Zone, context)
            .ListAsync(null, cancellation)
            .ConfigureAwait(false);
        context.Note(string.Create(CultureInfo.InvariantCulture, $"{records.Count} records of {Zone}"));
        return new(
            Zone.Name,
            context.Clock.GetUtcNow(),
            [.. records.Select(r => $"{r.Type} {r.Name} {r.Values}").Order(StringComparer.Ordinal)]
        );
    }
}
