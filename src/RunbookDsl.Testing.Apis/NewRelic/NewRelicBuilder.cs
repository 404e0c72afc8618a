namespace RunbookDsl.Testing.Apis;

/// <summary>Says what a user at New Relic sees.</summary>
public sealed class NewRelicBuilder
{
    private readonly WorldSession _session;
    private NewRelicSystemSpec _spec;

    internal NewRelicBuilder(WorldSession session, NewRelicSystemSpec spec)
    {
        (_session, _spec) = (session, spec);
        session.Put(null, spec);
    }

    /// <summary>Gives the runbook a user key as this secret; without it nothing is answered.</summary>
    public NewRelicBuilder Key(SecretReference secret)
    {
        ArgumentNullException.ThrowIfNull(secret);
        return Change(_spec with { KeySecret = secret.Name });
    }

    /// <summary>An account.</summary>
    public NewRelicBuilder Account(int id, string name) =>
        Change(_spec with { Accounts = _spec.Accounts.Add(new(id, name)) });

    /// <summary>An application of the account named last.</summary>
    public NewRelicBuilder Application(long id, string name) =>
        Change(
            _spec with
            {
                Applications = _spec.Applications.Add(new(id, name, _spec.Accounts.LastOrDefault()?.Id ?? 0)),
            }
        );

    private NewRelicBuilder Change(NewRelicSystemSpec changed)
    {
        _session.Put(_spec, changed);
        _spec = changed;
        return this;
    }
}
