using System.Runtime.CompilerServices;

namespace RunbookDsl.Testing.Apis;

/// <summary>Says what an account at Statuspage holds.</summary>
public sealed class StatuspageBuilder
{
    private readonly WorldSession _session;
    private StatuspageSystemSpec _spec;

    internal StatuspageBuilder(WorldSession session, StatuspageSystemSpec spec)
    {
        (_session, _spec) = (session, spec);
        session.Put(null, spec);
    }

    /// <summary>Gives the runbook an API key as this secret; without the key nothing is answered.</summary>
    public StatuspageBuilder Key(SecretReference secret)
    {
        ArgumentNullException.ThrowIfNull(secret);
        return Change(_spec with { KeySecret = secret.Name });
    }

    /// <summary>A page.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="id">12 lower-case letters and digits; null draws one.</param>
    /// <param name="file">The world file; the compiler fills it in.</param>
    /// <param name="line">The line; the compiler fills it in.</param>
    public StatuspagePageBuilder Page(
        string name,
        string? id = null,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    )
    {
        Change(_spec with { Pages = _spec.Pages.Add(new(name, id, new(file, line, "Page", name))) });
        return new(this, _spec.Pages.Length - 1);
    }

    internal void Change(int page, Func<StatuspagePageSpec, StatuspagePageSpec> change) =>
        Change(_spec with { Pages = _spec.Pages.SetItem(page, change(_spec.Pages[page])) });

    private StatuspageBuilder Change(StatuspageSystemSpec changed)
    {
        _session.Put(_spec, changed);
        _spec = changed;
        return this;
    }
}
