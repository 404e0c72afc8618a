using System.Collections.Immutable;

namespace RunbookDsl.Testing.Apis;

/// <summary>A Slack workspace of a world.</summary>
public sealed record SlackSystemSpec(string Name, SourceLocation Where) : WorldSystemSpec(Name, Where)
{
    /// <summary>Its channels.</summary>
    public ImmutableArray<SlackChannel> Channels { get; init; } = [];

    /// <summary>Secrets that hold the URL of an incoming webhook, each with its channel.</summary>
    public ImmutableArray<(string Secret, string Channel)> Webhooks { get; init; } = [];

    /// <summary>Secrets that hold a bot's token.</summary>
    public ImmutableArray<string> Tokens { get; init; } = [];

    /// <summary>How many messages a channel takes at once; one more each second. Default 5.</summary>
    public int Burst { get; init; } = 5;

    /// <inheritdoc/>
    public override void Check(WorldSession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        foreach (var secret in Webhooks.Select(w => w.Secret).Concat(Tokens))
            session.Claim(secret, Where);
        foreach (var twin in Channels.GroupBy(c => c.Name).Where(g => g.Count() > 1))
            session.Report("RB0212", $"'{Name}' has two channels #{twin.Key}.", Where);
        if (Burst < 1)
            session.Report("RB0212", $"'{Name}' takes no message at all: Burst is at least 1.", Where);
    }

    /// <inheritdoc/>
    public override Task<IWorldSystem> StartAsync(WorldOptions options, CancellationToken cancellation) =>
        Task.FromResult<IWorldSystem>(
            new ApiSystem(
                Name,
                stage =>
                {
                    var fake = new SlackFake(stage, this);
                    return new ApiScene(stage, fake, fake.Surround);
                }
            )
        );
}
