using System.Runtime.InteropServices;

namespace RunbookDsl.Scripting.Packages;

/// <summary>Chooses a package's files for this machine.</summary>
public static class RuntimeTargets
{
    /// <summary>
    /// The files of the most specific runtime identifier that fits this machine, assemblies and natives
    /// apart.
    /// </summary>
    /// <param name="targets">All of a package.</param>
    public static IReadOnlyList<LockedTarget> Best(IReadOnlyList<LockedTarget> targets) =>
        targets.Count == 0 ? [] : Best(targets, Fitting(RuntimeInformation.RuntimeIdentifier));

    internal static IReadOnlyList<LockedTarget> Best(
        IReadOnlyList<LockedTarget> targets,
        IReadOnlyList<string> rids
    )
    {
        var best = new List<LockedTarget>();
        foreach (var kind in targets.GroupBy(t => t.Native))
        {
            var rid = rids.FirstOrDefault(r => kind.Any(t => t.Rid == r));
            best.AddRange(kind.Where(t => t.Rid == rid));
        }

        return best;
    }

    internal static IReadOnlyList<string> Fitting(string rid)
    {
        var dash = rid.LastIndexOf('-');
        var system = dash < 0 ? rid : rid[..dash];
        var architecture = dash < 0 ? "" : rid[dash..];
        string[] wider = system switch
        {
            "win" => ["win"],
            "osx" => ["osx", "unix"],
            "linux-musl" => ["linux-musl", "linux", "unix"],
            "freebsd" or "illumos" or "solaris" or "haiku" => [system, "unix"],
            // A distribution's own build of .NET says debian.12 and the like.
            _ => [system, "linux", "unix"],
        };
        return [.. wider.Distinct().SelectMany(w => new[] { w + architecture, w }), "any"];
    }
}
