using System.Runtime.CompilerServices;

namespace RunbookDsl.Testing.Apis;

/// <summary>Says what an app at Heroku is like.</summary>
public sealed class HerokuAppBuilder
{
    private readonly HerokuBuilder _account;
    private readonly int _index;

    internal HerokuAppBuilder(HerokuBuilder account, int index) => (_account, _index) = (account, index);

    /// <summary>A process type, with its dynos up.</summary>
    /// <param name="type">Its name in the Procfile.</param>
    /// <param name="quantity">Number of dynos.</param>
    /// <param name="size">Such as Standard-1X.</param>
    /// <param name="command">What runs; null is a command of this name.</param>
    public HerokuAppBuilder Formation(
        string type,
        int quantity = 1,
        string size = "Standard-1X",
        string? command = null
    ) =>
        Change(a =>
            a with
            {
                Formations = a.Formations.Add(new(type, quantity, size, command ?? $"bin/{type}")),
            }
        );

    /// <summary>Dynos of this type crash whenever they are started, and stay so.</summary>
    public HerokuAppBuilder Crashes(string type) => Change(a => a with { Crashing = a.Crashing.Add(type) });

    /// <summary>A one-off dyno that runs, such as <c>scheduler.4711</c>.</summary>
    public HerokuAppBuilder Dyno(string name, string command) =>
        Change(a => a with { OneOffs = a.OneOffs.SetItem(name, command) });

    /// <summary>A config var.</summary>
    public HerokuAppBuilder Config(string name, string value) =>
        Change(a => a with { Config = a.Config.SetItem(name, value) });

    /// <summary>The app is in maintenance mode when the run begins.</summary>
    public HerokuAppBuilder InMaintenance() => Change(a => a with { IsInMaintenance = true });

    /// <summary>
    /// A config var that, once set and running on every dyno, keeps the app from writing: with it, database
    /// maintenance outside maintenance mode is no accident.
    /// </summary>
    public HerokuAppBuilder ReadOnlyBy(string configVar) => Change(a => a with { ReadOnlyVar = configVar });

    /// <summary>
    /// The Procfile has a release command: each release is pending while it runs, and dynos keep the old one
    /// until it has succeeded.
    /// </summary>
    /// <param name="seconds">Virtual seconds it runs. Default 30.</param>
    /// <param name="fails">Whether it fails. Default false.</param>
    public HerokuAppBuilder ReleasePhase(int seconds = 30, bool fails = false) =>
        Change(a => a with { ReleasePhase = new(TimeSpan.FromSeconds(seconds), fails) });

    /// <summary>An add-on.</summary>
    /// <param name="name">Such as <c>postgresql-curved-12345</c>; unique in the world.</param>
    /// <param name="plan">Service and plan, such as <c>heroku-postgresql:standard-0</c>.</param>
    /// <param name="file">The world file; the compiler fills it in.</param>
    /// <param name="line">The line; the compiler fills it in.</param>
    public HerokuAddonBuilder Addon(
        string name,
        string plan,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    )
    {
        var app = _account.Change(
            _index,
            a => a with { Addons = a.Addons.Add(new(name, plan, new(file, line, "Addon", name))) }
        );
        return new(this, app.Addons.Length - 1);
    }

    internal void Change(int addon, Func<HerokuAddonSpec, HerokuAddonSpec> change) =>
        Change(a => a with { Addons = a.Addons.SetItem(addon, change(a.Addons[addon])) });

    private HerokuAppBuilder Change(Func<HerokuAppSpec, HerokuAppSpec> change)
    {
        _account.Change(_index, change);
        return this;
    }
}
