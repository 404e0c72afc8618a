using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace RunbookDsl.Testing.Apis;

/// <summary>An account at Statuspage as the world file describes it.</summary>
internal sealed partial record StatuspageSystemSpec(string Name, SourceLocation Where)
    : WorldSystemSpec(Name, Where)
{
    public string? KeySecret { get; init; }

    public ImmutableArray<StatuspagePageSpec> Pages { get; init; } = [];

    public override void Check(WorldSession session)
    {
        void Report(SourceLocation where, string message) => session.Report("RB0207", message, where);
        if (KeySecret is null)
            Report(Where, $"'{Name}' has no key: add .Key(Secret(\"STATUSPAGE_API_KEY\")).");
        else
            session.Claim(KeySecret, Where);
        if (Pages.Length == 0)
            Report(Where, $"'{Name}' has no page: add .Page(\"…\").");
        foreach (var page in Pages)
        {
            if (Pages.Count(p => p.Name == page.Name) > 1 && Pages.Last(p => p.Name == page.Name) == page)
                Report(page.Where, $"'{Name}' has two pages '{page.Name}': keep the first in a variable.");
            foreach (var id in page.Components.Select(c => c.Id).Prepend(page.Id))
                if (id is not null && !Id().IsMatch(id))
                    Report(page.Where, $"'{id}' is no id: 12 lower-case letters and digits.");
            foreach (var twin in page.Components.GroupBy(c => c.Name).Where(g => g.Count() > 1))
                Report(page.Where, $"'{page.Name}' has two components '{twin.Key}'.");
            foreach (var component in page.Components)
                if (!StatuspageWords.Components.Contains(component.Status))
                    Report(page.Where, No("component", component.Status, StatuspageWords.Components));
            foreach (var incident in page.Incidents)
                if (!StatuspageWords.Realtime.Contains(incident.Status))
                    Report(page.Where, No("incident", incident.Status, StatuspageWords.Realtime));
        }
    }

    public override Task<IWorldSystem> StartAsync(WorldOptions options, CancellationToken cancellation) =>
        Task.FromResult<IWorldSystem>(new ModelSystem(Name, stage => new StatuspageScene(this, stage)));

    private static string No(string what, string status, IReadOnlyList<string> known) =>
        $"'{status}' is no status of a {what}{Nearest.Suggest(status, known)}; there are "
        + $"{string.Join(", ", known)}.";

    [GeneratedRegex("^[a-z0-9]{12}$")]
    private static partial Regex Id();
}

/// <summary>A page of the world file.</summary>
internal sealed record StatuspagePageSpec(string Name, string? Id, SourceLocation Where)
{
    public ImmutableArray<StatuspageComponentSpec> Components { get; init; } = [];

    public ImmutableArray<StatuspageIncidentSpec> Incidents { get; init; } = [];
}

/// <summary>A component of the world file.</summary>
internal sealed record StatuspageComponentSpec(string Name, string? Id, string Status);

/// <summary>An open incident of the world file.</summary>
internal sealed record StatuspageIncidentSpec(string Name, string Status, string Body);
