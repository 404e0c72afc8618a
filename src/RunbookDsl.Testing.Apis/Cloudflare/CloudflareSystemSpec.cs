using System.Collections.Immutable;

namespace RunbookDsl.Testing.Apis;

/// <summary>A Cloudflare account of a world.</summary>
public sealed record CloudflareSystemSpec(string Name, SourceLocation Where) : WorldSystemSpec(Name, Where)
{
    /// <summary>Secrets that hold an API token, each with the zones it is limited to; none is all.</summary>
    public ImmutableArray<(string Secret, ImmutableArray<string> Zones)> Tokens { get; init; } = [];

    /// <summary>Secrets that hold the global key of a user, each with the user's mail address.</summary>
    public ImmutableArray<(string Secret, string Email)> Keys { get; init; } = [];

    /// <summary>The zones of the account.</summary>
    public ImmutableArray<CloudflareZoneSpec> Zones { get; init; } = [];

    /// <summary>Requests in five minutes. Default 1200, as the provider has it.</summary>
    public int Limit { get; init; } = 1200;

    /// <inheritdoc/>
    public override void Check(WorldSession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        foreach (var secret in Tokens.Select(t => t.Secret).Concat(Keys.Select(k => k.Secret)))
            session.Claim(secret, Where);
        foreach (var zone in Tokens.SelectMany(t => t.Zones))
            if (!Zones.Any(z => z.Name == zone))
                session.Report(
                    "RB0211",
                    $"a token of '{Name}' is limited to {zone}, which is none of its zones"
                        + $"{Nearest.Suggest(zone, Zones.Select(z => z.Name))}.",
                    Where
                );
        foreach (var zone in Zones)
            zone.Check(session);
    }

    /// <inheritdoc/>
    public override Task<IWorldSystem> StartAsync(WorldOptions options, CancellationToken cancellation) =>
        Task.FromResult<IWorldSystem>(
            new ApiSystem(
                Name,
                stage =>
                {
                    var fake = new CloudflareFake(stage, this);
                    return new ApiScene(stage, fake, fake.Surround);
                }
            )
        );
}
