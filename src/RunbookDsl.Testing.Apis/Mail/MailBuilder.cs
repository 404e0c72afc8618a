namespace RunbookDsl.Testing.Apis;

/// <summary>Says what a mail server is like.</summary>
public sealed class MailBuilder
{
    private readonly WorldSession _session;
    private MailSystemSpec _spec;

    internal MailBuilder(WorldSession session, MailSystemSpec spec)
    {
        (_session, _spec) = (session, spec);
        session.Put(null, spec);
    }

    /// <summary>Gives the runbook the server's URL as this secret, login included.</summary>
    public MailBuilder As(SecretReference secret) =>
        Change(_spec with { Secrets = _spec.Secrets.Add(secret.Name) });

    /// <summary>Nobody sends who has not logged in as this user.</summary>
    /// <param name="user">The user's name.</param>
    /// <param name="password">The secret that holds the password alone; null for none: it is in the
    /// URL.</param>
    public MailBuilder Login(string user, SecretReference? password = null) =>
        Change(_spec with { User = user, PasswordSecret = password?.Name });

    private MailBuilder Change(MailSystemSpec changed)
    {
        _session.Put(_spec, changed);
        _spec = changed;
        return this;
    }
}
