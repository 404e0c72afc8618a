using System.Collections.Immutable;

namespace RunbookDsl.Testing.Apis;

/// <summary>A mail server of a world, which keeps what is sent.</summary>
public sealed record MailSystemSpec(string Name, SourceLocation Where) : WorldSystemSpec(Name, Where)
{
    /// <summary>Secrets that hold its URL, <c>smtp://user:password@127.0.0.1:PORT</c>.</summary>
    public ImmutableArray<string> Secrets { get; init; } = [];

    /// <summary>Who has to log in; null lets anybody send.</summary>
    public string? User { get; init; }

    /// <summary>Secret that holds the password alone; null for none.</summary>
    public string? PasswordSecret { get; init; }

    /// <inheritdoc/>
    public override void Check(WorldSession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        foreach (var secret in Secrets)
            session.Claim(secret, Where);
        if (PasswordSecret is not null)
            session.Claim(PasswordSecret, Where);
    }

    /// <inheritdoc/>
    public override Task<IWorldSystem> StartAsync(WorldOptions options, CancellationToken cancellation) =>
        Task.FromResult<IWorldSystem>(new ApiSystem(Name, stage => new MailScene(stage, this)));
}
