namespace RunbookDsl.Testing.Apis;

/// <summary>Says what a workspace at Intercom holds.</summary>
public sealed class IntercomBuilder
{
    private readonly WorldSession _session;
    private IntercomSystemSpec _spec;

    internal IntercomBuilder(WorldSession session, IntercomSystemSpec spec)
    {
        (_session, _spec) = (session, spec);
        session.Put(null, spec);
    }

    /// <summary>Gives the runbook an access token as this secret; without it nothing is answered.</summary>
    public IntercomBuilder Token(SecretReference secret)
    {
        ArgumentNullException.ThrowIfNull(secret);
        return Change(_spec with { TokenSecret = secret.Name });
    }

    /// <summary>A member of the team; the first one owns the token.</summary>
    /// <param name="id">Its number, such as 394051.</param>
    /// <param name="name">Its name.</param>
    /// <param name="email">Its address.</param>
    public IntercomBuilder Admin(long id, string name, string email) =>
        Change(_spec with { Admins = _spec.Admins.Add(new(id, name, email)) });

    /// <summary>Somebody who can be written to.</summary>
    /// <param name="email">The address.</param>
    /// <param name="role">user or lead. Default user.</param>
    /// <param name="externalId">The id in the customer's own system; null has none.</param>
    public IntercomBuilder Contact(string email, string role = "user", string? externalId = null) =>
        Change(_spec with { Contacts = _spec.Contacts.Add(new(email, role, externalId)) });

    /// <summary>
    /// A contact that the runbook makes is not found for so many virtual seconds. Default 0.
    /// </summary>
    public IntercomBuilder NewContactsAfter(int seconds) =>
        Change(_spec with { Delay = TimeSpan.FromSeconds(seconds) });

    /// <summary>Calls in any minute. Default 10000.</summary>
    public IntercomBuilder CallsPerMinute(int calls) => Change(_spec with { CallsPerMinute = calls });

    private IntercomBuilder Change(IntercomSystemSpec changed)
    {
        _session.Put(_spec, changed);
        _spec = changed;
        return this;
    }
}
