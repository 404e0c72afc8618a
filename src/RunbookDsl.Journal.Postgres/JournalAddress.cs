using Npgsql;

namespace RunbookDsl.Journal.Postgres;

/// <summary>The database a shared journal lives in.</summary>
public sealed class JournalAddress
{
    private readonly NpgsqlConnectionStringBuilder _settings;

    private JournalAddress(NpgsqlConnectionStringBuilder settings, string shown) =>
        (_settings, Shown) = (settings, shown);

    /// <summary>The URL without a password: for messages and for other commands.</summary>
    public string Shown { get; }

    /// <summary>True if the URL held a password.</summary>
    public bool HasPassword => !string.IsNullOrEmpty(_settings.Password);

    internal string ConnectionString => _settings.ConnectionString;

    /// <summary>
    /// Reads <c>postgres://user@host:port/database?sslmode=…</c>. What it leaves out comes from PGUSER,
    /// PGPASSWORD, PGPASSFILE and the other variables that Npgsql knows.
    /// </summary>
    /// <exception cref="JournalException">It is no such URL; the message shows no part of a
    /// password.</exception>
    public static JournalAddress Parse(string url)
    {
        ArgumentNullException.ThrowIfNull(url);
        if (
            !Uri.TryCreate(url, UriKind.Absolute, out var uri)
            || uri.Scheme is not ("postgres" or "postgresql")
        )
            throw Wrong("it is no such URL");
        var settings = new NpgsqlConnectionStringBuilder
        {
            Pooling = false,
            Enlist = false,
            MaxAutoPrepare = 0,
            ApplicationName = "runbook journal",
            Timeout = 10,
            CommandTimeout = 30,
            TcpKeepAlive = true,
        };
        ReadLogin(settings, uri.UserInfo);
        settings.Host = uri.Host.Length > 0 ? Uri.UnescapeDataString(uri.Host.Trim('[', ']')) : "localhost";
        if (uri.Port > 0)
            settings.Port = uri.Port;
        settings.Database = Uri.UnescapeDataString(uri.AbsolutePath.TrimStart('/'));
        if (settings.Database.Length == 0)
            throw Wrong("it names no database");
        foreach (var pair in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
            ReadOption(settings, pair);
        return new JournalAddress(settings, Show(settings));
    }

    /// <summary>True if the text is meant as the URL of a database, not as a directory.</summary>
    public static bool IsMeant(string text) =>
        text.StartsWith("postgres://", StringComparison.OrdinalIgnoreCase)
        || text.StartsWith("postgresql://", StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override string ToString() => Shown;

    private static string Show(NpgsqlConnectionStringBuilder settings)
    {
        var user = string.IsNullOrEmpty(settings.Username)
            ? ""
            : Uri.EscapeDataString(settings.Username) + "@";
        var host = settings.Host!.Contains(':') ? $"[{settings.Host}]" : Uri.EscapeDataString(settings.Host);
        return $"postgres://{user}{host}:{settings.Port}/{Uri.EscapeDataString(settings.Database!)}";
    }

    private static void ReadLogin(NpgsqlConnectionStringBuilder settings, string login)
    {
        if (login.Length == 0)
            return;
        var colon = login.IndexOf(':');
        settings.Username = Uri.UnescapeDataString(colon < 0 ? login : login[..colon]);
        if (colon >= 0)
            settings.Password = Uri.UnescapeDataString(login[(colon + 1)..]);
    }

    private static void ReadOption(NpgsqlConnectionStringBuilder settings, string pair)
    {
        var equals = pair.IndexOf('=');
        var name = equals < 0 ? pair : pair[..equals];
        var value = equals < 0 ? "" : Uri.UnescapeDataString(pair[(equals + 1)..]);
        var keyword = name switch
        {
            "sslmode" => "SSL Mode",
            "sslrootcert" => "Root Certificate",
            "sslcert" => "SSL Certificate",
            "sslkey" => "SSL Key",
            "connect_timeout" => "Timeout",
            _ => name,
        };
        try
        {
            settings[keyword] =
                keyword == "SSL Mode" ? value.Replace("-", "", StringComparison.Ordinal) : value;
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            throw Wrong($"its option '{name}' is not known or its value is none");
        }
    }

    private static JournalException Wrong(string why) =>
        new(
            $"The journal's address cannot be used: {why}. Expected "
                + "postgres://user@host:port/database?sslmode=verify-full, and the password in PGPASSFILE or "
                + "PGPASSWORD."
        );
}
