using System.Collections.Immutable;
using System.Net.Sockets;

namespace RunbookDsl.Testing.Apis;

/// <summary>A web site of a world: one host name or several, at one address or several.</summary>
public sealed record SiteSystemSpec(string Name, SourceLocation Where) : WorldSystemSpec(Name, Where)
{
    /// <summary>Its host names, lower case; a leading <c>*.</c> takes every name below.</summary>
    public ImmutableArray<string> Hosts { get; init; } = [Name];

    /// <summary>Its servers. Where the name leads to nothing else, the first is asked.</summary>
    public ImmutableArray<SiteServer> Servers { get; init; } = [];

    /// <summary>The application's maintenance mode; null when it has none.</summary>
    public SiteSwitch? Switch { get; init; }

    /// <inheritdoc/>
    public override void Check(WorldSession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        if (Switch is { } mode)
            session.Claim(mode.Token, Where);
        if (Servers.IsEmpty)
            session.Report("RB0210", $"'{Name}' has no server: add .On(\"203.0.113.7\").", Where);
        foreach (var twin in Servers.GroupBy(s => s.Address).Where(g => g.Count() > 1))
            session.Report("RB0210", $"'{Name}' has two servers at {twin.Key}.", twin.Last().Where);
        foreach (var server in Servers)
        {
            if (
                !CloudflareNames.IsAddress(server.Address, AddressFamily.InterNetwork)
                && !CloudflareNames.IsAddress(server.Address, AddressFamily.InterNetworkV6)
            )
                session.Report("RB0210", $"'{server.Address}' is no IP address.", server.Where);
            if (server.Pages.IsEmpty && !server.IsDown)
                session.Report(
                    "RB0210",
                    $"'{Name}' has no page at {server.Address}: add .Page(\"/\", 200, \"…\"), or .Down().",
                    server.Where
                );
            foreach (var page in server.Pages)
                if (!page.Path.StartsWith('/') || page.Status is < 200 or > 599)
                    session.Report(
                        "RB0210",
                        $"a page wants a path that begins with '/' and a status from 200 to 599: "
                            + $"'{page.Path}', {page.Status}.",
                        server.Where
                    );
        }
    }

    /// <inheritdoc/>
    public override Task<IWorldSystem> StartAsync(WorldOptions options, CancellationToken cancellation) =>
        Task.FromResult<IWorldSystem>(
            new ApiSystem(
                Name,
                stage =>
                {
                    var fake = new SiteFake(stage, this);
                    return new ApiScene(stage, fake, fake.Surround);
                }
            )
        );
}
