namespace RunbookDsl.Testing;

/// <summary>The containers of a scripted machine.</summary>
internal sealed class ComposeBook
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, ComposeState> _services = new(StringComparer.Ordinal);

    public IReadOnlyList<ComposeState> All
    {
        get
        {
            lock (_gate)
                return [.. _services.Values];
        }
    }

    public void Set(ComposeState service)
    {
        lock (_gate)
            _services[$"{service.Folder} {service.Name}"] = service;
    }

    /// <summary>After a boot containers run again, as with <c>restart: unless-stopped</c>.</summary>
    public void Boot()
    {
        foreach (var service in All)
            Set(service with { IsRunning = service.IsThere && service.IsRunning });
    }
}
