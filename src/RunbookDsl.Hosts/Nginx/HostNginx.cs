using System.Globalization;

namespace RunbookDsl.Hosts;

/// <summary>The nginx of a host; see <see cref="SshHost.Nginx"/>.</summary>
public sealed record HostNginx
{
    internal HostNginx(SshHost host) => Host = host;

    /// <summary>Where it runs.</summary>
    public SshHost Host { get; }

    /// <summary>The file that switches the maintenance page on. Default
    /// <c>/var/lib/runbook/maintenance.flag</c>.</summary>
    public string Flag { get; private init; } = "/var/lib/runbook/maintenance.flag";

    /// <summary>The page. Default <c>/var/lib/runbook/maintenance.html</c>.</summary>
    public string Page { get; private init; } = "/var/lib/runbook/maintenance.html";

    /// <summary>
    /// A copy with the switch elsewhere: on a path that survives a reboot, and outside of what a deployment
    /// replaces.
    /// </summary>
    /// <param name="folder">Full path of the folder of both files.</param>
    public HostNginx SwitchIn(string folder) =>
        this with
        {
            Flag = $"{RemotePath.Checked(folder).TrimEnd('/')}/maintenance.flag",
            Page = $"{folder.TrimEnd('/')}/maintenance.html",
        };

    /// <summary>Asserts that nginx could read its configuration (<c>nginx -t</c>). Changes nothing; says
    /// nothing about what is in force.</summary>
    public NginxConfigCheck TestConfig() => new(this);

    /// <summary>
    /// Tests the configuration and lets nginx take it into force. Fails when the test or the reload fails, or
    /// when nginx writes an emergency into its error log instead of taking it (it keeps the old one then, and
    /// its exit code is 0). Run again without harm.
    /// </summary>
    public NginxReloadOperation Reload() => new(this);

    /// <summary>
    /// The lines of a <c>server</c> that listen to the switch, for a file that its site includes:
    /// <c>include snippets/runbook-maintenance.conf;</c>. The site's own locations ask
    /// <c>if ($rb_maint) { return 503; }</c>.
    /// </summary>
    /// <param name="retryAfter">What visitors' programs are told to wait. Null is an hour.</param>
    /// <param name="testers">Addresses that see the site all the same.</param>
    public string MaintenanceSwitch(TimeSpan? retryAfter = null, params string[] testers)
    {
        var seconds = (long)(retryAfter ?? TimeSpan.FromHours(1)).TotalSeconds;
        foreach (var tester in testers)
            if (!System.Net.IPAddress.TryParse(tester, out _))
                throw new ArgumentException($"'{tester}' is no address of a tester");
        var folder = RemotePath.FolderOf(Page);
        var exempt = string.Concat(testers.Select(t => $"if ($remote_addr = {t}) {{ set $rb_maint 0; }}\n"));
        return string.Create(
            CultureInfo.InvariantCulture,
            $$"""
            set $rb_maint 0;
            if (-f {{Flag}}) { set $rb_maint 1; }
            {{exempt}}error_page 503 /maintenance.html;
            location = /maintenance.html {
                internal;
                root {{folder}};
                add_header Retry-After {{seconds}} always;
                add_header Cache-Control "no-store" always;
            }

            """
        );
    }

    /// <summary>
    /// Shows the maintenance page: makes the flag file, with no reload. Verified on the host by a GET and a
    /// POST of <paramref name="url"/>, which must both answer 503 with Retry-After. The undo removes the flag
    /// if it was not there. Use it with <c>Temporarily</c>, and check from outside as well.
    /// </summary>
    /// <param name="url">An address of the site, such as <c>https://makerepo.com/</c>.</param>
    public MaintenanceOperation MaintenanceOn(string url) => new(this, url, isOn: true);

    /// <summary>
    /// Takes the maintenance page away: removes the flag file. Verified on the host: the site answers
    /// something else than 503. The undo makes the flag again if it was there.
    /// </summary>
    /// <param name="url">An address of the site, such as <c>https://makerepo.com/</c>.</param>
    public MaintenanceOperation MaintenanceOff(string url) => new(this, url, isOn: false);

    /// <inheritdoc/>
    public override string ToString() => $"nginx on {Host}";
}
