namespace RunbookDsl.Cli;

/// <summary>Finds programs in PATH and where distributions keep PostgreSQL's.</summary>
internal sealed class ProgramFolders
{
    private readonly List<string> _folders = [];

    public ProgramFolders(ProcessSettings settings)
    {
        foreach (var folder in (settings.Value("PATH") ?? "").Split(':'))
            if (folder.StartsWith('/'))
                _folders.Add(folder);
        foreach (var root in (string[])["/usr/lib/postgresql", "/usr/pgsql", "/opt/homebrew/opt"])
            if (Directory.Exists(root))
                foreach (var version in Directory.EnumerateDirectories(root))
                    _folders.Add(Path.Combine(version, "bin"));
    }

    /// <summary>Full path of the program, or null.</summary>
    public string? Find(string program)
    {
        foreach (var folder in _folders)
            if (File.Exists(Path.Combine(folder, program)))
                return Path.Combine(folder, program);
        return null;
    }

    /// <summary>How this machine installs a package.</summary>
    public string Install(string debian, string fedora, string brew) =>
        Find("apt-get") is not null ? $"sudo apt-get install -y {debian}"
        : Find("dnf") is not null ? $"sudo dnf install -y {fedora}"
        : Find("apk") is not null ? $"sudo apk add {fedora}"
        : $"brew install {brew}";
}
