using System.Collections;

namespace RunbookDsl.Cli;

/// <summary>What the process was started with. The one place that reads environment and directory.</summary>
internal sealed class ProcessSettings
{
    private ProcessSettings(IReadOnlyDictionary<string, string> environment, string workingDirectory)
    {
        Environment = environment;
        WorkingDirectory = workingDirectory;
        var user = Value("HOME") ?? "/";
        Home = Full(
            "RUNBOOK_HOME",
            Path.Combine(State("XDG_STATE_HOME", user, ".local", "state"), "runbook")
        );
        Journal = Value("RUNBOOK_JOURNAL");
        Cache = Full("RUNBOOK_CACHE", Path.Combine(State("XDG_CACHE_HOME", user, ".cache", ""), "runbook"));
        Operator = Value("RUNBOOK_OPERATOR") ?? Value("SUDO_USER") ?? Value("LOGNAME") ?? Login();
        HasColour = Value("NO_COLOR") is null;
        IsDumbTerminal = Value("TERM") is null or "dumb";
    }

    public IReadOnlyDictionary<string, string> Environment { get; }

    public string WorkingDirectory { get; }

    /// <summary>Where runs live, absolute.</summary>
    public string Home { get; }

    /// <summary>
    /// The usual journal, a directory or the URL of a database; null is <see cref="Home"/>. May hold a
    /// password: never shown.
    /// </summary>
    public string? Journal { get; }

    /// <summary>Where compiled scripts live, absolute.</summary>
    public string Cache { get; }

    /// <summary>
    /// The person at the keyboard; RUNBOOK_OPERATOR tells several persons of one account apart.
    /// </summary>
    public string Operator { get; }

    public bool HasColour { get; }

    public bool IsDumbTerminal { get; }

    public static ProcessSettings Read()
    {
        var environment = new Dictionary<string, string>();
        foreach (DictionaryEntry entry in System.Environment.GetEnvironmentVariables())
            environment[(string)entry.Key] = (string?)entry.Value ?? "";
        return new ProcessSettings(environment, Path.GetFullPath("."));
    }

    /// <summary>The variable; null when it is not set or empty.</summary>
    public string? Value(string name) =>
        Environment.TryGetValue(name, out var value) && value.Length > 0 ? value : null;

    /// <summary>
    /// A path below the working directory as relative, any other as it is: what an operator can click on.
    /// </summary>
    public string Shown(string path)
    {
        var folder = WorkingDirectory.EndsWith('/') ? WorkingDirectory : WorkingDirectory + "/";
        return path.StartsWith(folder, StringComparison.Ordinal) ? path[folder.Length..] : path;
    }

    private string Full(string variable, string otherwise) =>
        Path.GetFullPath(Value(variable) ?? otherwise, WorkingDirectory);

    private string State(string variable, string user, string first, string second) =>
        Value(variable) ?? Path.Combine(user, first, second);

    private static string Login() => System.Environment.UserName is { Length: > 0 } name ? name : "unknown";
}
