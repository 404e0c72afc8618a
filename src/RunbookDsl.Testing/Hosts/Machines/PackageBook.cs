namespace RunbookDsl.Testing;

/// <summary>The packages of a scripted machine. What the mirror has is unknown to it until it asks.</summary>
internal sealed class PackageBook(HostMachine machine)
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, PackageState> _packages = new(StringComparer.Ordinal);

    public IReadOnlyList<PackageState> All
    {
        get
        {
            lock (_gate)
                return [.. _packages.Values];
        }
    }

    public PackageState? Find(string name)
    {
        lock (_gate)
            return _packages.GetValueOrDefault(name);
    }

    public void Set(PackageState package)
    {
        lock (_gate)
            _packages[package.Name] = package;
    }

    /// <summary>Asks the mirror.</summary>
    public void Update()
    {
        foreach (var package in All)
            Set(package with { Listed = package.Offered ?? package.Listed });
    }

    /// <summary>Installs a version; a service of that name is restarted, as Debian does.</summary>
    public void Install(PackageState package, string version)
    {
        Set(package with { Installed = version });
        if (machine.Units.Find(package.Name) is { IsActive: true } unit)
            machine.Units.Start(unit);
    }

    /// <summary>After a boot: what is installed runs.</summary>
    public void Boot()
    {
        foreach (var package in All)
            Set(package with { Booted = package.Installed });
    }

    /// <summary>Packages whose replaced code runs until the next boot.</summary>
    public IEnumerable<string> WantingBoot =>
        All.Where(p => p.RunsUntilBoot && p.Booted != p.Installed).Select(p => p.Name);
}
