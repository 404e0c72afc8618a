using System.Runtime.CompilerServices;

namespace RunbookDsl.Testing.Apis;

/// <summary>Says what an account at Heroku holds.</summary>
public sealed class HerokuBuilder
{
    private readonly WorldSession _session;
    private HerokuSystemSpec _spec;

    internal HerokuBuilder(WorldSession session, HerokuSystemSpec spec)
    {
        (_session, _spec) = (session, spec);
        session.Put(null, spec);
    }

    /// <summary>Gives the runbook an API key as this secret; without the key nothing is answered.</summary>
    public HerokuBuilder Key(SecretReference secret)
    {
        ArgumentNullException.ThrowIfNull(secret);
        return Change(_spec with { KeySecret = secret.Name });
    }

    /// <summary>The account's address. Default ops@example.com.</summary>
    public HerokuBuilder Account(string email) => Change(_spec with { Email = email });

    /// <summary>
    /// Whatever takes time is done when it was asked for so often, instead of by the clock: for <c>heroku
    /// ps:wait</c>, <c>pg:wait</c> and <c>--wait</c>, which really sleep between two looks.
    /// </summary>
    public HerokuBuilder DoneAtPoll(int polls) => Change(_spec with { Polls = polls });

    /// <summary>Calls that are left of the 4500 when the run begins; 75 a minute come back.</summary>
    public HerokuBuilder CallsLeft(int calls) => Change(_spec with { CallsLeft = calls });

    /// <summary>An app, released once.</summary>
    public HerokuAppBuilder App(
        string name,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    )
    {
        Change(_spec with { Apps = _spec.Apps.Add(new(name, new(file, line, "App", name))) });
        return new(this, _spec.Apps.Length - 1);
    }

    internal HerokuAppSpec Change(int app, Func<HerokuAppSpec, HerokuAppSpec> change)
    {
        Change(_spec with { Apps = _spec.Apps.SetItem(app, change(_spec.Apps[app])) });
        return _spec.Apps[app];
    }

    private HerokuBuilder Change(HerokuSystemSpec changed)
    {
        _session.Put(_spec, changed);
        _spec = changed;
        return this;
    }
}
