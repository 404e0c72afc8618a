using System.Collections.Immutable;

namespace RunbookDsl.Deployment;

/// <summary>One stage of a project that Capistrano deploys; see <see cref="Cap.Stage"/>.</summary>
/// <param name="Name">As Capistrano knows it.</param>
public sealed record CapStage(string Name)
{
    /// <summary>Where the project is, relative to the runbook; null is the runbook's folder.</summary>
    public string? Directory { get; private init; }

    /// <summary>What starts <c>cap</c>: the program and its first arguments. Default <c>cap</c>.</summary>
    public ImmutableArray<string> Command { get; private init; } = ["cap"];

    /// <summary>A copy whose project is here, relative to the runbook.</summary>
    public CapStage In(string directory) => this with { Directory = directory };

    /// <summary>A copy that is started otherwise: <c>.With("bundle", "exec", "cap")</c>, which takes the
    /// version of the project.</summary>
    public CapStage With(string program, params string[] arguments) =>
        this with
        {
            Command = [program, .. arguments],
        };

    /// <summary>
    /// Puts the maintenance page up (<c>cap STAGE maintenance:enable REASON=… UNTIL=…</c>). The command only
    /// uploads a file and says nothing when no web server looks for it: so the page is looked at, on each
    /// host, with both texts, for GET and for POST.
    /// </summary>
    /// <param name="reason">Shown to visitors.</param>
    /// <param name="until">When they may come back; shown as <c>10:00 (10:00 AM) UTC</c> with its
    /// date.</param>
    /// <param name="url">A page of the application.</param>
    /// <param name="hosts">Addresses of the web hosts, each of which is asked; none asks where the name
    /// leads.</param>
    /// <exception cref="ArgumentException">There is no reason, or the URL is none.</exception>
    public CapMaintenance MaintenanceEnable(
        string reason,
        DateTimeOffset until,
        string url,
        params string[] hosts
    ) => new(this, true, Urls.Checked(url), [.. hosts]) { Reason = Said(reason), Until = until };

    /// <summary>
    /// Takes the maintenance page away (<c>cap STAGE maintenance:disable</c>), and looks whether the
    /// application answers on each host.
    /// </summary>
    /// <param name="url">A page of the application.</param>
    /// <param name="hosts">Addresses of the web hosts; none asks where the name leads.</param>
    /// <exception cref="ArgumentException">The URL is none.</exception>
    public CapMaintenance MaintenanceDisable(string url, params string[] hosts) =>
        new(this, false, Urls.Checked(url), [.. hosts]);

    /// <inheritdoc/>
    public override string ToString() => Name;

    private static string Said(string reason) =>
        string.IsNullOrWhiteSpace(reason) || reason.Any(char.IsControl)
            ? throw new ArgumentException("visitors want to read a reason, on one line.")
            : reason;
}
