namespace RunbookDsl.Dns.CloudFlareClient;

/// <summary>
/// Zones by the verbs and models of CloudFlare.Client. Its own connection is left out, for it loses what
/// tells a refusal from a doubt (README.md): requests go the way of the built-in client.
/// </summary>
public sealed class CloudFlareClientZones : ICloudflareZones
{
    /// <inheritdoc/>
    public ICloudflareRecords Open(CloudflareZone zone, StepContext context)
    {
        ArgumentNullException.ThrowIfNull(zone);
        ArgumentNullException.ThrowIfNull(context);
        return new ClientRecords(context, zone);
    }
}
