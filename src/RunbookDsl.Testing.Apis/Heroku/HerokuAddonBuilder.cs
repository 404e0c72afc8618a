namespace RunbookDsl.Testing.Apis;

/// <summary>Says what an add-on at Heroku is like.</summary>
public sealed class HerokuAddonBuilder
{
    private readonly HerokuAppBuilder _app;
    private readonly int _index;

    internal HerokuAddonBuilder(HerokuAppBuilder app, int index) => (_app, _index) = (app, index);

    /// <summary>A name it is attached under, such as DATABASE: the app gets DATABASE_URL.</summary>
    public HerokuAddonBuilder Attached(string name) =>
        Change(a => a with { Attachments = a.Attachments.Add(name) });

    /// <summary>
    /// Its URL is the value of this secret, given by a system earlier in the world file: a real database
    /// behind the app. Default: a made-up URL that leads nowhere.
    /// </summary>
    public HerokuAddonBuilder Url(SecretReference secret)
    {
        ArgumentNullException.ThrowIfNull(secret);
        return Change(a => a with { UrlSecret = secret.Name });
    }

    /// <summary>It is still being made when the run begins, for so many virtual seconds.</summary>
    public HerokuAddonBuilder Provisioning(int seconds) =>
        Change(a => a with { Provisioning = TimeSpan.FromSeconds(seconds) });

    /// <summary>It is a follower of this add-on.</summary>
    public HerokuAddonBuilder Follows(string addon) => Change(a => a with { Leader = addon });

    /// <summary>Its maintenance window, four hours from this time in UTC. Default Thursday 22:00.</summary>
    public HerokuAddonBuilder Window(DayOfWeek day, int hour, int minute = 0) =>
        Change(a => a with { Window = new(day, new(hour, minute)) });

    /// <summary>
    /// Maintenance is due. Heroku begins it by itself when its time in the window has come, whatever the app
    /// does then.
    /// </summary>
    /// <param name="reason">Why.</param>
    /// <param name="weeks">Whole weeks from the next window to the time it is scheduled for.</param>
    /// <param name="requiredInWeeks">Whole weeks from the next window to the last time possible.</param>
    /// <param name="preparing">Virtual seconds until the replacement is ready, when the run begins.</param>
    /// <param name="minutes">Virtual minutes it takes. Default 9.</param>
    public HerokuAddonBuilder Maintenance(
        string reason = "routine_maintenance",
        int weeks = 1,
        int requiredInWeeks = 4,
        int preparing = 0,
        int minutes = 9
    ) =>
        Change(a =>
            a with
            {
                Maintenance = new(reason, weeks, requiredInWeeks)
                {
                    Preparing = TimeSpan.FromSeconds(preparing),
                    Takes = TimeSpan.FromMinutes(minutes),
                },
            }
        );

    private HerokuAddonBuilder Change(Func<HerokuAddonSpec, HerokuAddonSpec> change)
    {
        _app.Change(_index, change);
        return this;
    }
}
