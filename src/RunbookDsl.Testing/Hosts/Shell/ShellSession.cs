namespace RunbookDsl.Testing;

/// <summary>The state of one shell: who it is, where it is, its variables.</summary>
internal sealed class ShellSession(string user, string folder)
{
    private const int MostVariables = 1000;

    public string User { get; init; } = user;

    public string Folder { get; set; } = folder;

    public Dictionary<string, string> Variables { get; private init; } = new(StringComparer.Ordinal);

    public IReadOnlyList<string> Arguments { get; set; } = [];

    public string Name { get; init; } = "sh";

    /// <summary>Exit code of the command before.</summary>
    public int Last { get; set; }

    /// <summary><c>set -e</c>.</summary>
    public bool StopsAtError { get; set; }

    /// <summary><c>set -u</c>.</summary>
    public bool NeedsVariables { get; set; }

    /// <summary><c>set -o pipefail</c>.</summary>
    public bool FailsWithPipe { get; set; }

    public void Set(string name, string value)
    {
        if (Variables.Count >= MostVariables && !Variables.ContainsKey(name))
            throw new ShellFault($"more than {MostVariables} variables");
        Variables[name] = value;
    }

    /// <summary>A copy that changes nothing here: a subshell, another user's program.</summary>
    public ShellSession Copy(
        string? asUser = null,
        IReadOnlyList<string>? arguments = null,
        string? name = null
    ) =>
        new(asUser ?? User, Folder)
        {
            Variables = new(Variables, StringComparer.Ordinal),
            Arguments = arguments ?? Arguments,
            Name = name ?? Name,
            Last = Last,
            StopsAtError = StopsAtError && arguments is null,
            NeedsVariables = NeedsVariables && arguments is null,
            FailsWithPipe = FailsWithPipe && arguments is null,
        };
}
