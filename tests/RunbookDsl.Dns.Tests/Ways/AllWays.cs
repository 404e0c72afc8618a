namespace RunbookDsl.Dns.Tests.Ways;

/// <summary>Every way that is compiled into these tests.</summary>
internal static partial class AllWays
{
    public static IReadOnlyList<ZonesWay> All
    {
        get
        {
            var all = new List<ZonesWay> { new("builtin", new BuiltInZones()) };
            AddNamed(all);
            return all;
        }
    }

    static partial void AddNamed(List<ZonesWay> all);
}
