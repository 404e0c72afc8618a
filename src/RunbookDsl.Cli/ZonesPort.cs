using RunbookDsl.Dns;
using RunbookDsl.Engine;

namespace RunbookDsl.Cli;

/// <summary>
/// The door to zones at Cloudflare; a class of its own, so that nothing of it is loaded before a step wants
/// one.
/// </summary>
internal static partial class ZonesPort
{
    /// <summary>What the operations bring themselves.</summary>
    public const string BuiltIn = "builtin";

    /// <summary>CloudFlare.Client, where the command was built with it.</summary>
    public const string Client = "client";

    private static ClientChoice Choice =>
        new("--cloudflare", "RUNBOOK_CLOUDFLARE", BuiltIn, Client)
        {
            Kind = "Cloudflare client",
            Reaches = "zones",
            Package = "CloudFlare.Client",
            IsBuilt = IsBuilt,
        };

    private static bool IsBuilt
    {
        get
        {
            var isBuilt = false;
            TellNamed(ref isBuilt);
            return isBuilt;
        }
    }

    /// <summary>The client that the operator chose for this command; null for none, and where no zone is
    /// reached.</summary>
    /// <exception cref="UsageException">There is none of that name, or it would not be used.</exception>
    public static string? Chosen(Invocation invocation, ProcessSettings settings) =>
        Choice.Of(invocation, settings);

    /// <summary>The ports of a run, with that of the client where another one than the built-in was
    /// chosen.</summary>
    public static PortRegistry WithZones(this PortRegistry ports, Session session) =>
        session.Cloudflare == BuiltIn ? ports : ports.WithLate("RunbookDsl.Dns.ICloudflareZones", Make);

    private static object Make()
    {
        ICloudflareZones? zones = null;
        MakeNamed(ref zones);
        return zones!;
    }

    static partial void TellNamed(ref bool isBuilt);

    static partial void MakeNamed(ref ICloudflareZones? zones);
}
