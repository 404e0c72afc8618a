using System.Collections;
using RunbookDsl.Testing.Scripts;

namespace RunbookDsl.Testing.NUnit;

/// <summary>What rehearsals take from the process that runs the tests.</summary>
internal static class TestMachine
{
    private static readonly Lazy<Dictionary<string, string>> Variables = new(Read);

    /// <summary>Whether this is continuous integration, which never writes a snapshot.</summary>
    public static bool IsCi => Value("CI") is { } ci && ci is not ("false" or "0");

    /// <summary>The settings of rehearsals whose paths are shown from a folder.</summary>
    public static RehearsalSettings Settings(string folder) =>
        new(Variables.Value, folder, Path.Combine(Cache(folder), "scripts"));

    // The same folder as the command's: what it has compiled is not compiled again.
    private static string Cache(string folder) =>
        Path.GetFullPath(
            Value("RUNBOOK_CACHE")
                ?? Path.Combine(
                    Value("XDG_CACHE_HOME") ?? Path.Combine(Value("HOME") ?? "/", ".cache"),
                    "runbook"
                ),
            folder
        );

    private static string? Value(string name) =>
        Variables.Value.TryGetValue(name, out var value) && value.Length > 0 ? value : null;

    private static Dictionary<string, string> Read()
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (DictionaryEntry entry in Environment.GetEnvironmentVariables())
            variables[(string)entry.Key] = (string?)entry.Value ?? "";
        return variables;
    }
}
