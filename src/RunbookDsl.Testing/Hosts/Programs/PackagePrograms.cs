namespace RunbookDsl.Testing;

/// <summary><c>apt-get</c>, <c>apt</c>, <c>apt-mark</c>, <c>dpkg</c> and <c>dpkg-query</c>.</summary>
internal static class PackagePrograms
{
    private static readonly string[] Verbs =
    [
        "update",
        "upgrade",
        "dist-upgrade",
        "install",
        "remove",
        "purge",
        "autoremove",
        "clean",
    ];

    public static HostProgram[] All { get; } =
    [
        new("apt-get", IsChange, AptAsync),
        new("apt", IsChange, AptAsync),
        new("apt-mark", a => a.FirstOrDefault() is "hold" or "unhold", MarkAsync),
        new("apt-cache", FilePrograms.No, PolicyAsync),
        new("dpkg", FilePrograms.No, DpkgAsync),
        new("dpkg-query", FilePrograms.No, QueryAsync),
    ];

    private static bool IsChange(string[] arguments) =>
        !arguments.Any(a => a is "-s" or "--simulate" or "--dry-run") && !arguments.Contains("list");

    private static IEnumerable<string> Plain(ProgramCall call)
    {
        for (var i = 0; i < call.Arguments.Length; i++)
            if (call.Arguments[i] is "-o" or "-t")
                i++;
            else if (call.Arguments[i][0] != '-')
                yield return call.Arguments[i];
    }

    private static async Task<int> AptAsync(ProgramCall call)
    {
        string[] words = [.. Plain(call)];
        if (words is not [var verb, .. var names])
            return await call.UnknownAsync("without a verb", Verbs).ConfigureAwait(false);
        if (verb == "list" && call.Name == "apt")
            return await ListAsync(call).ConfigureAwait(false);
        if (!Verbs.Contains(verb))
            return await call.UnknownAsync(verb, Verbs, 100).ConfigureAwait(false);
        var isPlan = call.Arguments.Any(a => a is "-s" or "--simulate" or "--dry-run");
        if (!call.IsRoot && !isPlan)
            return await call.FailAsync(
                    "E: Could not open lock file /var/lib/dpkg/lock-frontend - open (13: Permission denied)",
                    100
                )
                .ConfigureAwait(false);
        switch (verb)
        {
            case "update":
                call.Machine.Packages.Update();
                await call.SayAsync("Reading package lists... Done").ConfigureAwait(false);
                return 0;
            case "upgrade" or "dist-upgrade":
                return await InstallAsync(call, Upgrades(call), isPlan).ConfigureAwait(false);
            case "install":
                return await NamedAsync(call, names, isPlan).ConfigureAwait(false);
            case "remove" or "purge":
                foreach (var name in names)
                    if (call.Machine.Packages.Find(name) is { Installed: not null } package && !isPlan)
                        call.Machine.Packages.Set(package with { Installed = null });
                return 0;
            default:
                return 0;
        }
    }

    private static (PackageState Package, string Version)[] Upgrades(ProgramCall call) =>
        [
            .. call
                .Machine.Packages.All.Where(p =>
                    p is { Installed: not null, Listed: not null, IsHeld: false } && p.Installed != p.Listed
                )
                .Select(p => (p, p.Listed!)),
        ];

    private static async Task<int> NamedAsync(ProgramCall call, string[] names, bool isPlan)
    {
        var wanted = new List<(PackageState, string)>();
        foreach (var name in names)
        {
            if (name.EndsWith('-') && call.Machine.Packages.Find(name[..^1]) is { } gone)
            {
                if (!isPlan)
                    call.Machine.Packages.Set(gone with { Installed = null });
                continue;
            }
            var parts = name.Split('=', 2);
            if (call.Machine.Packages.Find(parts[0]) is not { } package)
            {
                call.Machine.Stage.Unknown(
                    call.Machine.Name,
                    $"the package {parts[0]}",
                    call.Machine.Packages.All.Select(p => $"the package {p.Name}")
                );
                return await call.FailAsync($"E: Unable to locate package {parts[0]}", 100)
                    .ConfigureAwait(false);
            }
            var version = parts.Length > 1 ? parts[1] : package.Listed ?? package.Installed;
            var isFirst = version == package.First && call.Arguments.Contains("--allow-downgrades");
            if (version is null || (version != package.Listed && version != package.Installed && !isFirst))
                return await call.FailAsync(
                        parts.Length > 1
                            ? $"E: Version '{version}' for '{package.Name}' was not found"
                            : $"E: Package '{package.Name}' has no installation candidate",
                        100
                    )
                    .ConfigureAwait(false);
            if (version == package.Installed)
                await call.SayAsync($"{package.Name} is already the newest version ({version}).")
                    .ConfigureAwait(false);
            else if (!call.Arguments.Contains("--only-upgrade") || package.Installed is not null)
                wanted.Add((package, version));
        }
        return await InstallAsync(call, [.. wanted], isPlan).ConfigureAwait(false);
    }

    private static async Task<int> InstallAsync(
        ProgramCall call,
        (PackageState Package, string Version)[] wanted,
        bool isPlan
    )
    {
        var upgraded = wanted.Count(w => w.Package.Installed is not null);
        await call.SayAsync(
                $"{upgraded} upgraded, {wanted.Length - upgraded} newly installed, 0 to remove and 0 not upgraded."
            )
            .ConfigureAwait(false);
        foreach (var (package, version) in wanted)
            if (isPlan)
            {
                var from = package.Installed is { } installed ? $" [{installed}]" : "";
                await call.SayAsync($"Inst {package.Name}{from} ({version} Debian:12/stable [amd64])")
                    .ConfigureAwait(false);
                await call.SayAsync($"Conf {package.Name} ({version} Debian:12/stable [amd64])")
                    .ConfigureAwait(false);
            }
            else
            {
                await call.SayAsync($"Setting up {package.Name} ({version}) ...").ConfigureAwait(false);
                call.Machine.Packages.Install(package, version);
            }
        return 0;
    }

    private static async Task<int> MarkAsync(ProgramCall call)
    {
        if (call.Arguments is not [var verb and ("hold" or "unhold" or "showhold"), .. var names])
            return await call.UnknownAsync(string.Join(' ', call.Arguments), ["hold", "unhold", "showhold"])
                .ConfigureAwait(false);
        if (verb == "showhold")
        {
            foreach (var held in call.Machine.Packages.All.Where(p => p.IsHeld))
                await call.SayAsync(held.Name).ConfigureAwait(false);
            return 0;
        }
        if (!call.IsRoot)
            return await call.FailAsync("E: Could not create temporary file for dpkg --set-selections", 100)
                .ConfigureAwait(false);
        foreach (var name in names)
            if (call.Machine.Packages.Find(name) is not { } package)
                return await call.FailAsync($"E: Can't select installed version of package {name}", 100)
                    .ConfigureAwait(false);
            else
            {
                call.Machine.Packages.Set(package with { IsHeld = verb == "hold" });
                await call.SayAsync(verb == "hold" ? $"{name} set on hold." : $"Canceled hold on {name}.")
                    .ConfigureAwait(false);
            }
        return 0;
    }

    private static async Task<int> ListAsync(ProgramCall call)
    {
        await call.SayAsync("Listing...").ConfigureAwait(false);
        foreach (var (package, version) in Upgrades(call))
            await call.SayAsync(
                    $"{package.Name}/stable {version} amd64 [upgradable from: {package.Installed}]"
                )
                .ConfigureAwait(false);
        return 0;
    }

    private static async Task<int> PolicyAsync(ProgramCall call)
    {
        if (call.Operands is not ["policy", .. var names])
            return await call.UnknownAsync(string.Join(' ', call.Arguments), ["policy"])
                .ConfigureAwait(false);
        foreach (var name in names)
            if (call.Machine.Packages.Find(name) is { } package)
            {
                await call.SayAsync($"{name}:").ConfigureAwait(false);
                await call.SayAsync($"  Installed: {package.Installed ?? "(none)"}").ConfigureAwait(false);
                await call.SayAsync($"  Candidate: {package.Listed ?? package.Installed ?? "(none)"}")
                    .ConfigureAwait(false);
            }
        return 0;
    }

    private static async Task<int> DpkgAsync(ProgramCall call)
    {
        if (call.Arguments is ["--audit"] or ["--force-confdef", "--force-confold", "--configure", "-a"])
            return 0;
        if (!call.Has('l', "list") && !call.Has('s', "status"))
            return await call.UnknownAsync(string.Join(' ', call.Arguments), ["-l", "-s", "--audit"])
                .ConfigureAwait(false);
        var patterns = call.Operands;
        var found = call
            .Machine.Packages.All.Where(p =>
                p.Installed is not null
                && (patterns.Length == 0 || patterns.Any(o => Glob.Matches(p.Name, o)))
            )
            .ToArray();
        if (found.Length == 0)
            return await call.FailAsync(
                    call.Has('s', "status")
                        ? $"dpkg-query: package '{patterns.FirstOrDefault()}' is not installed "
                            + "and no information is available"
                        : $"dpkg-query: no packages found matching {patterns.FirstOrDefault()}"
                )
                .ConfigureAwait(false);
        foreach (var package in found)
            if (call.Has('s', "status"))
                await call.SayAsync(
                        $"Package: {package.Name}\nStatus: install ok installed\nVersion: {package.Installed}"
                    )
                    .ConfigureAwait(false);
            else
                await call.SayAsync($"ii  {package.Name} {package.Installed} amd64").ConfigureAwait(false);
        return 0;
    }

    private static async Task<int> QueryAsync(ProgramCall call)
    {
        var format =
            call.Arguments.FirstOrDefault(a => a.StartsWith("-f=", StringComparison.Ordinal))?[3..]
            ?? call.Arguments.FirstOrDefault(a => a.StartsWith("--showformat=", StringComparison.Ordinal))?[
                13..
            ]
            ?? "${Package}\\t${Version}\\n";
        var code = 0;
        foreach (var name in call.Operands)
        {
            if (call.Machine.Packages.Find(name) is not { Installed: { } version })
            {
                code = await call.FailAsync($"dpkg-query: no packages found matching {name}")
                    .ConfigureAwait(false);
                continue;
            }
            var text = format
                .Replace("${Package}", name, StringComparison.Ordinal)
                .Replace("${Version}", version, StringComparison.Ordinal)
                .Replace("${db:Status-Status}", "installed", StringComparison.Ordinal)
                .Replace("${Status}", "install ok installed", StringComparison.Ordinal)
                .Replace("\\n", "\n", StringComparison.Ordinal)
                .Replace("\\t", "\t", StringComparison.Ordinal);
            await ShellRun.SayAsync(call.Streams.Out, text).ConfigureAwait(false);
        }
        return code;
    }
}
