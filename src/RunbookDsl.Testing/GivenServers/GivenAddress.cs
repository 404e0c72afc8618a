using Npgsql;

namespace RunbookDsl.Testing;

/// <summary>Where a server that is not ours is.</summary>
/// <param name="ConnectionString">For Npgsql; holds the password.</param>
/// <param name="From">Who says so: <c>.At(…)</c> or the variable.</param>
internal sealed record GivenAddress(string ConnectionString, string From)
{
    /// <summary>Gives a server to every world that says nothing else.</summary>
    public const string Variable = "RUNBOOK_TEST_POSTGRES";

    /// <summary>Reads <c>postgres://user:password@host:port/database</c> or
    /// <c>Host=…;Username=…</c>.</summary>
    /// <exception cref="WorldException">It is neither; never repeats the text.</exception>
    public static GivenAddress Read(string text, string from)
    {
        try
        {
            var address = text.Contains("://", StringComparison.Ordinal)
                ? FromUrl(new Uri(text))
                : new NpgsqlConnectionStringBuilder(text);
            if (address.Host is not { Length: > 0 } host || host.Contains('/', StringComparison.Ordinal))
                throw new WorldException($"{from} names no host that is reached over TCP.");
            if (host.Contains(',', StringComparison.Ordinal))
                throw new WorldException($"{from} names several hosts; give one.");
            // The proxy of a rehearsal reads what passes.
            address.SslMode = SslMode.Disable;
            return new(address.ConnectionString, from);
        }
        catch (Exception e) when (e is UriFormatException or ArgumentException or FormatException)
        {
            throw new WorldException(
                $"{from} is no connection string: give postgres://user:password@host:port/database, "
                    + "or Host=…;Port=…;Username=…;Password=…"
            );
        }
    }

    /// <summary>In messages: host and port, nothing else.</summary>
    public override string ToString()
    {
        var address = new NpgsqlConnectionStringBuilder(ConnectionString);
        return $"the server {address.Host}:{address.Port} of {From}";
    }

    private static NpgsqlConnectionStringBuilder FromUrl(Uri url)
    {
        if (url.Scheme is not ("postgres" or "postgresql"))
            throw new FormatException();
        var user = url.UserInfo.Split(':', 2);
        var database = Uri.UnescapeDataString(url.AbsolutePath.TrimStart('/'));
        return new()
        {
            Host = url.Host,
            Port = url.IsDefaultPort || url.Port < 0 ? 5432 : url.Port,
            Username = user[0].Length > 0 ? Uri.UnescapeDataString(user[0]) : "postgres",
            Password = user.Length > 1 ? Uri.UnescapeDataString(user[1]) : null,
            Database = database.Length > 0 ? database : "postgres",
        };
    }
}
