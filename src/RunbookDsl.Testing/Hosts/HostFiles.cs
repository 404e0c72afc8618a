namespace RunbookDsl.Testing;

/// <summary>
/// Files of the scripted machines of one stage, for systems that look at them: a web site that is closed
/// while a file is there.
/// </summary>
public sealed class HostFiles
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Func<string, string?>> _hosts = new(StringComparer.Ordinal);

    /// <summary>The text of a file; null when there is none, or no such host.</summary>
    public string? Text(string host, string path)
    {
        Func<string, string?>? read;
        lock (_gate)
            _hosts.TryGetValue(host, out read);
        return read?.Invoke(path);
    }

    internal void Add(HostMachine machine)
    {
        lock (_gate)
            _hosts[machine.Name] = path =>
                machine.Files.Find(path) is null
                    ? null
                    : System.Text.Encoding.UTF8.GetString(machine.Files.Read(path, "root"));
    }
}
