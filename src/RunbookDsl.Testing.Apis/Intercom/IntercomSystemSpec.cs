using System.Collections.Immutable;

namespace RunbookDsl.Testing.Apis;

/// <summary>A workspace at Intercom as the world file describes it.</summary>
internal sealed record IntercomSystemSpec(string Name, SourceLocation Where) : WorldSystemSpec(Name, Where)
{
    public string? TokenSecret { get; init; }

    public ImmutableArray<IntercomAdmin> Admins { get; init; } = [];

    public ImmutableArray<IntercomContactSpec> Contacts { get; init; } = [];

    public TimeSpan Delay { get; init; }

    public int CallsPerMinute { get; init; } = 10_000;

    public override void Check(WorldSession session)
    {
        void Report(string message) => session.Report("RB0207", message, Where);
        if (TokenSecret is null)
            Report($"'{Name}' has no token: add .Token(Secret(\"INTERCOM_TOKEN\")).");
        else
            session.Claim(TokenSecret, Where);
        if (Admins.Length == 0)
            Report($"'{Name}' has nobody who could write: add .Admin(394051, \"…\", \"…\").");
        foreach (var twin in Admins.GroupBy(a => a.Id).Where(g => g.Count() > 1))
            Report($"'{Name}' has two admins {twin.Key}.");
        foreach (var twin in Contacts.GroupBy(c => c.Email).Where(g => g.Count() > 1))
            Report($"'{Name}' has two contacts '{twin.Key}'.");
        foreach (var contact in Contacts)
            if (contact.Role is not ("user" or "lead"))
                Report($"'{contact.Role}' is no role of a contact: write user or lead.");
    }

    public override Task<IWorldSystem> StartAsync(WorldOptions options, CancellationToken cancellation) =>
        Task.FromResult<IWorldSystem>(new ModelSystem(Name, stage => new IntercomScene(this, stage)));
}

/// <summary>A member of the team.</summary>
internal sealed record IntercomAdmin(long Id, string Name, string Email);

/// <summary>A contact of the world file.</summary>
internal sealed record IntercomContactSpec(string Email, string Role, string? ExternalId);
