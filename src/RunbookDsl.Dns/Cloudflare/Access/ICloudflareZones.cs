namespace RunbookDsl.Dns;

/// <summary>
/// How zones at Cloudflare are reached: the one door of this package's operations to them. A run without such
/// a port takes the built-in way, over the HTTP client of every operation.
/// </summary>
public interface ICloudflareZones
{
    /// <summary>The records of a zone, for one step; nothing is asked yet.</summary>
    /// <param name="zone">The zone, and the secret that opens it.</param>
    /// <param name="context">The step: its token, clock, connections and limits are taken.</param>
    /// <exception cref="SecretMissingException">No store has the token.</exception>
    ICloudflareRecords Open(CloudflareZone zone, StepContext context);
}
