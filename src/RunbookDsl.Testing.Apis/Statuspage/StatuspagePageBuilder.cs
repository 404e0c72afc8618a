namespace RunbookDsl.Testing.Apis;

/// <summary>Says what is on a status page.</summary>
public sealed class StatuspagePageBuilder
{
    private readonly StatuspageBuilder _account;
    private readonly int _index;

    internal StatuspagePageBuilder(StatuspageBuilder account, int index) =>
        (_account, _index) = (account, index);

    /// <summary>A component.</summary>
    /// <param name="name">Its name on the page.</param>
    /// <param name="id">12 lower-case letters and digits; null draws one.</param>
    /// <param name="status">Its status. Default operational.</param>
    public StatuspagePageBuilder Component(string name, string? id = null, string status = "operational") =>
        Change(p => p with { Components = p.Components.Add(new(name, id, status)) });

    /// <summary>An incident that is open when the run begins.</summary>
    public StatuspagePageBuilder Incident(string name, string status = "investigating", string body = "") =>
        Change(p => p with { Incidents = p.Incidents.Add(new(name, status, body)) });

    private StatuspagePageBuilder Change(Func<StatuspagePageSpec, StatuspagePageSpec> change)
    {
        _account.Change(_index, change);
        return this;
    }
}
