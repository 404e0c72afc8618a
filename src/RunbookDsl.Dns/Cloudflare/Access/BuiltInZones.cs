namespace RunbookDsl.Dns;

/// <summary>The way to zones where a run brings no other.</summary>
internal sealed class BuiltInZones : ICloudflareZones
{
    private static readonly BuiltInZones One = new();

    /// <summary>The records of a zone, in the way of this run.</summary>
    public static ICloudflareRecords Records(CloudflareZone zone, StepContext context) =>
        (context.FindPort<ICloudflareZones>() ?? One).Open(zone, context);

    public ICloudflareRecords Open(CloudflareZone zone, StepContext context) =>
        new CloudflareApi(context, zone);
}
