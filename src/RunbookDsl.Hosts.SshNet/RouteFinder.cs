using System.Globalization;

namespace RunbookDsl.Hosts.SshNet;

/// <summary>Finds the way to a host: its address, its keys and the hosts before it.</summary>
internal sealed class RouteFinder(IProcessRunner processes, string home)
{
    private const int MostHops = 8;
    private static readonly string[] UsualKeys = ["id_rsa", "id_ecdsa", "id_ed25519"];

    /// <summary>The hosts on the way, the last of them the one that was asked for.</summary>
    /// <exception cref="OperationFailedException">The configuration is not understood, or wants what this
    /// client cannot do.</exception>
    public async Task<List<Hop>> FindAsync(string host, string? user, CancellationToken cancellation)
    {
        var hops = new List<Hop>();
        await AddAsync(hops, new(host, user, null), 0, cancellation).ConfigureAwait(false);
        return hops;
    }

    // The first jump may have jumps of its own; the others are reached through it.
    private async Task AddAsync(List<Hop> hops, Asked asked, int depth, CancellationToken cancellation)
    {
        if (depth >= MostHops || hops.Count >= MostHops)
            throw Refused(asked.Host, $"the way to it has more than {MostHops} jumps");
        var hop = await HopAsync(asked, cancellation).ConfigureAwait(false);
        if (hops.Count == 0)
            foreach (var jump in hop.Jumps)
                await AddAsync(hops, Jump(jump), depth + 1, cancellation).ConfigureAwait(false);
        hops.Add(hop);
    }

    private async Task<Hop> HopAsync(Asked asked, CancellationToken cancellation)
    {
        var (host, user, port) = asked;
        string[] options =
        [
            .. user is null ? Array.Empty<string>() : ["-l", user],
            .. port is null ? Array.Empty<string>() : ["-p", port],
        ];
        ProcessResult told;
        try
        {
            var ask = new ProcessCommand("ssh", ["-G", .. options, "--", host]);
            told = await processes.RunAsync(ask, cancellation).ConfigureAwait(false);
        }
        catch (OperationFailedException)
        {
            return Usual(asked);
        }
        return told.ExitCode == 0
            ? Read(host, told.Output)
            : throw Refused(host, told.Error.Trim().ReplaceLineEndings(" "));
    }

    // No ssh program is there, so nobody reads its configuration either.
    private Hop Usual(Asked asked) =>
        new(asked.Host, PortOf(asked.Host, asked.Port ?? "22"), asked.User ?? Environment.UserName)
        {
            Identities = [.. UsualKeys.Select(k => Path.Combine(home, ".ssh", k))],
            KnownHosts = [Path.Combine(home, ".ssh", "known_hosts"), "/etc/ssh/ssh_known_hosts"],
        };

    private Hop Read(string host, string text)
    {
        var told = text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Trim().Split(' ', 2))
            .Where(words => words.Length == 2)
            .ToLookup(words => words[0], words => words[1].Trim(), StringComparer.Ordinal);
        string? One(string name) => told[name].FirstOrDefault(v => v.Length > 0 && v != "none");
        if (One("proxycommand") is not null)
            throw Refused(host, "it is reached with ProxyCommand, which only OpenSSH can: --ssh openssh");
        return new(
            One("hostname") ?? host,
            PortOf(host, One("port") ?? "22"),
            One("user") ?? Environment.UserName
        )
        {
            KeyAlias = One("hostkeyalias"),
            Identities = [.. told["identityfile"].Select(Full)],
            KnownHosts = [.. Files(One("userknownhostsfile")), .. Files(One("globalknownhostsfile"))],
            Jumps = One("proxyjump")?.Split(',', StringSplitOptions.TrimEntries) ?? [],
        };
    }

    private IEnumerable<string> Files(string? list) =>
        list?.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Full) ?? [];

    private string Full(string path)
    {
        path = path.Trim('"');
        return path.StartsWith("~/", StringComparison.Ordinal) ? Path.Combine(home, path[2..])
            : path.StartsWith("%d/", StringComparison.Ordinal) ? Path.Combine(home, path[3..])
            : path.Replace("%%", "%", StringComparison.Ordinal);
    }

    private static Asked Jump(string text)
    {
        var at = text.LastIndexOf('@');
        var (user, rest) = at < 0 ? (null, text) : (text[..at], text[(at + 1)..]);
        var end = rest.IndexOf(']', StringComparison.Ordinal);
        if (rest.StartsWith('[') && end > 0)
            return new(rest[1..end], user, end + 2 < rest.Length ? rest[(end + 2)..] : null);
        var colon = rest.LastIndexOf(':');
        return colon < 0 ? new(rest, user, null) : new(rest[..colon], user, rest[(colon + 1)..]);
    }

    private static int PortOf(string host, string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port)
        && port is > 0 and < 65536
            ? port
            : throw Refused(host, $"'{text}' is no port");

    private static OperationFailedException Refused(string host, string why) =>
        new($"cannot connect to {host}: {why.TrimEnd('.')}. Nothing was done.");

    /// <summary>A host as somebody writes it.</summary>
    private sealed record Asked(string Host, string? User, string? Port);
}
