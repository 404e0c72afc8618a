using Npgsql;

namespace RunbookDsl.Postgres;

/// <summary>Reads both forms a connection secret may have. No message shows any part of the value.</summary>
internal static class ConnectionText
{
    private static readonly string[] Schemes = ["postgres://", "postgresql://"];

    /// <summary>
    /// Parses <paramref name="value"/>; every form of its password goes to <paramref name="redact"/> first.
    /// </summary>
    /// <exception cref="OperationFailedException">It is neither a URL nor a connection string.</exception>
    public static NpgsqlConnectionStringBuilder Parse(string value, string secretName, Action<string> redact)
    {
        try
        {
            var scheme = Array.Find(Schemes, s => value.StartsWith(s, StringComparison.OrdinalIgnoreCase));
            var parsed = scheme is null
                ? new NpgsqlConnectionStringBuilder(value)
                : FromUrl(value[scheme.Length..], redact);
            if (parsed.Password is { Length: > 0 } password)
                redact(password);
            if (parsed.Host is null)
                throw new FormatException("it names no host");
            return parsed;
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            var why = e is FormatException ? e.Message : "a keyword or value in it is not known";
            throw new OperationFailedException(
                $"secret {secretName} is no PostgreSQL connection: {why}. Expected"
                    + " postgres://user:password@host:port/database (with %-escapes in the password)"
                    + " or Host=...;Port=...;Database=...;Username=...;Password=..."
            );
        }
    }

    private static NpgsqlConnectionStringBuilder FromUrl(string rest, Action<string> redact)
    {
        var builder = new NpgsqlConnectionStringBuilder();
        var question = rest.IndexOf('?', rest.LastIndexOf('@') + 1);
        var query = question < 0 ? "" : rest[(question + 1)..];
        var main = question < 0 ? rest : rest[..question];
        var at = main.LastIndexOf('@');
        if (at >= 0)
            ReadLogin(builder, main[..at], redact);
        var place = main[(at + 1)..];
        var slash = place.IndexOf('/');
        var host = slash < 0 ? place : place[..slash];
        if (slash >= 0 && slash + 1 < place.Length)
            builder.Database = Uri.UnescapeDataString(place[(slash + 1)..]);
        ReadHost(builder, host);
        foreach (var pair in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
            ReadOption(builder, pair, redact);
        return builder;
    }

    private static void ReadLogin(NpgsqlConnectionStringBuilder builder, string login, Action<string> redact)
    {
        var colon = login.IndexOf(':');
        builder.Username = Uri.UnescapeDataString(colon < 0 ? login : login[..colon]);
        if (colon < 0 || colon + 1 == login.Length)
            return;
        redact(login[(colon + 1)..]);
        builder.Password = Uri.UnescapeDataString(login[(colon + 1)..]);
    }

    private static void ReadHost(NpgsqlConnectionStringBuilder builder, string host)
    {
        var bracket = host.LastIndexOf(']');
        var colon = host.IndexOf(':', bracket + 1);
        if (colon >= 0)
            builder.Port = int.TryParse(host[(colon + 1)..], out var port)
                ? port
                : throw new FormatException("its port is no number");
        var name = colon < 0 ? host : host[..colon];
        if (name.Length > 0)
            builder.Host = Uri.UnescapeDataString(name.Trim('[', ']'));
    }

    private static void ReadOption(NpgsqlConnectionStringBuilder builder, string pair, Action<string> redact)
    {
        var equals = pair.IndexOf('=');
        var name = equals < 0 ? pair : pair[..equals];
        var value = equals < 0 ? "" : Uri.UnescapeDataString(pair[(equals + 1)..]);
        switch (name)
        {
            case "host":
                builder.Host = value;
                break;
            case "user":
                builder.Username = value;
                break;
            case "password":
                redact(value);
                builder.Password = value;
                break;
            case "dbname":
                builder.Database = value;
                break;
            case "sslmode":
                builder["SSL Mode"] = value.Replace("-", "", StringComparison.Ordinal);
                break;
            case "sslrootcert":
                builder.RootCertificate = value;
                break;
            case "sslcert":
                builder.SslCertificate = value;
                break;
            case "sslkey":
                builder.SslKey = value;
                break;
            case "connect_timeout":
                builder["Timeout"] = value;
                break;
            case "application_name":
                break;
            default:
                builder[name] = value;
                break;
        }
    }
}
