using RunbookDsl.Hosts;

namespace RunbookDsl.Transports;

/// <summary>Every way that is compiled into these tests.</summary>
internal static partial class AllTransports
{
    public static IReadOnlyList<Transport> All
    {
        get
        {
            var all = new List<Transport>
            {
                new("openssh", (p, folder) => new OpenSshHosts(p, Path.Combine(folder, "s"))),
            };
            AddNamed(all);
            return all;
        }
    }

    static partial void AddNamed(List<Transport> all);
}
