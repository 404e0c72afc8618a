using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace RunbookDsl.Testing.Apis;

/// <summary>A user at New Relic as the world file describes it.</summary>
internal sealed record NewRelicSystemSpec(string Name, SourceLocation Where) : WorldSystemSpec(Name, Where)
{
    public string? KeySecret { get; init; }

    public ImmutableArray<NewRelicAccount> Accounts { get; init; } = [];

    public ImmutableArray<NewRelicApplication> Applications { get; init; } = [];

    public override void Check(WorldSession session)
    {
        void Report(string message) => session.Report("RB0207", message, Where);
        if (KeySecret is null)
            Report($"'{Name}' has no key: add .Key(Secret(\"NEW_RELIC_API_KEY\")).");
        else
            session.Claim(KeySecret, Where);
        if (Accounts.Length == 0)
            Report($"'{Name}' has no account: add .Account(12345, \"…\") before its applications.");
        foreach (var twin in Accounts.GroupBy(a => a.Id).Where(g => g.Count() > 1))
            Report($"'{Name}' has two accounts {twin.Key}.");
        foreach (var twin in Applications.GroupBy(a => a.Id).Where(g => g.Count() > 1))
            Report($"'{Name}' has two applications {twin.Key}.");
    }

    public override Task<IWorldSystem> StartAsync(WorldOptions options, CancellationToken cancellation) =>
        Task.FromResult<IWorldSystem>(new ModelSystem(Name, stage => new NewRelicScene(this, stage)));
}

/// <summary>An account.</summary>
internal sealed record NewRelicAccount(int Id, string Name);

/// <summary>An application that is watched.</summary>
internal sealed record NewRelicApplication(long Id, string Name, int Account)
{
    /// <summary>Its id in NerdGraph.</summary>
    public string Guid =>
        Convert
            .ToBase64String(
                Encoding.UTF8.GetBytes(
                    string.Create(CultureInfo.InvariantCulture, $"{Account}|APM|APPLICATION|{Id}")
                )
            )
            .TrimEnd('=');
}
