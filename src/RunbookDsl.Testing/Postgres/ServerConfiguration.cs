using System.Text;

namespace RunbookDsl.Testing;

/// <summary>What is appended to postgresql.conf: no durability, nothing outside the world's folder.</summary>
internal static class ServerConfiguration
{
    private static readonly (string Name, string Value)[] Own =
    [
        ("listen_addresses", "127.0.0.1"),
        ("fsync", "off"),
        ("synchronous_commit", "off"),
        ("full_page_writes", "off"),
        ("shared_buffers", "32MB"),
        // In the world's folder, so that it goes with it even when the server is killed.
        ("dynamic_shared_memory_type", "mmap"),
        ("timezone", "UTC"),
        ("log_timezone", "UTC"),
        ("lc_messages", "C"),
    ];

    public static string Text(string socketFolder, IReadOnlyDictionary<string, string> settings)
    {
        var text = new StringBuilder("\n# the throw-away world\n");
        foreach (var (name, value) in Own)
            Append(text, name, value);
        Append(text, "unix_socket_directories", socketFolder);
        foreach (var (name, value) in settings)
            Append(text, name, value);
        return text.ToString();
    }

    /// <summary>The settings of a server in a container, which has its own folder and network.</summary>
    public static IEnumerable<(string Name, string Value)> InContainer(
        IReadOnlyDictionary<string, string> settings
    ) =>
        Own.Where(s => s.Name is not ("listen_addresses" or "dynamic_shared_memory_type"))
            .Concat(settings.Select(s => (s.Key, s.Value)));

    public static bool IsName(string name) =>
        name.Length > 0
        && char.IsAsciiLetter(name[0])
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.');

    private static void Append(StringBuilder text, string name, string value)
    {
        if (!IsName(name) || value.AsSpan().IndexOfAny('\n', '\0') >= 0)
            throw new WorldException(
                $"'{name} = {value}' is no PostgreSQL setting: a name has letters, "
                    + "digits and '_', a value one line."
            );
        var quoted = value
            .Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("'", "''", StringComparison.Ordinal);
        text.Append(name).Append(" = '").Append(quoted).Append("'\n");
    }
}
