namespace RunbookDsl.Testing;

/// <summary>The repositories of one stage, and how <c>git</c> is led to them.</summary>
internal sealed class GitBook
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, string> _first = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyDictionary<string, string>> _files = [];
    private readonly List<(string Url, string Folder)> _led = [];

    public string? First(string name)
    {
        lock (_gate)
            return _first.GetValueOrDefault(name);
    }

    public void Add(string name, string first)
    {
        lock (_gate)
            _first[name] = first;
    }

    /// <summary>A file as the last push left it; null when there is none.</summary>
    public string? File(string name, string path)
    {
        lock (_gate)
            return _files.GetValueOrDefault(name)?.GetValueOrDefault(path);
    }

    public void Keep(string name, IReadOnlyDictionary<string, string> files)
    {
        lock (_gate)
            _files[name] = files;
    }

    /// <summary>Leads a URL to a folder, beside those that are led already.</summary>
    public void Lead(string url, string folder, Surroundings surroundings)
    {
        lock (_gate)
        {
            _led.Add((url, folder));
            surroundings.Variable(
                "GIT_CONFIG_COUNT",
                _led.Count.ToString(System.Globalization.CultureInfo.InvariantCulture)
            );
            for (var i = 0; i < _led.Count; i++)
            {
                surroundings.Variable(
                    FormattableString.Invariant($"GIT_CONFIG_KEY_{i}"),
                    $"url.{_led[i].Folder}.insteadOf"
                );
                surroundings.Variable(FormattableString.Invariant($"GIT_CONFIG_VALUE_{i}"), _led[i].Url);
            }
        }
        surroundings.Variable("GIT_CONFIG_GLOBAL", "/dev/null");
        surroundings.Variable("GIT_CONFIG_SYSTEM", "/dev/null");
        surroundings.Variable("GIT_TERMINAL_PROMPT", "0");
        // What is not led anywhere is not asked for over the network.
        surroundings.Variable("GIT_ALLOW_PROTOCOL", "file");
    }
}
