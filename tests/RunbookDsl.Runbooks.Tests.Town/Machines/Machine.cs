using System.Diagnostics;
using System.Globalization;

namespace RunbookDsl.Runbooks.Tests.Town;

/// <summary>
/// A host: namespaces of its own for network, mounts and name, in which run a real sshd, a real nginx and the
/// shop. There is no systemd in a namespace, so its <c>systemctl</c> is a script over real processes.
/// </summary>
internal sealed class Machine(string name, string address, string folder, Certificates certificates)
{
    private Process? _holder;

    public string Name => name;

    public string Address => address;

    private string Folder => Path.Combine(folder, name);

    public async Task StartAsync(string database, bool isServing)
    {
        Directory.CreateDirectory(Folder);
        _holder = Command.Start(
            "unshare",
            "--net",
            "--mount",
            "--uts",
            "--propagation",
            "private",
            "sleep",
            "infinity"
        );
        await ReadyAsync();
        var pid = _holder.Id.ToString(CultureInfo.InvariantCulture);
        var port = $"v-{name}";
        await Command.RunAsync(
            "ip",
            "link",
            "add",
            port,
            "type",
            "veth",
            "peer",
            "name",
            "eth0",
            "netns",
            pid
        );
        await Command.RunAsync("ip", "link", "set", port, "master", "br0", "up");
        await WriteFilesAsync(database);
        await InsideAsync(
            $$"""
            set -e
            hostname {{name}}
            ip link set lo up
            ip addr add {{address}}/24 dev eth0
            ip link set eth0 up
            ip route add default via 198.51.100.1
            mkdir -p {{Folder}}/etc
            mount -t tmpfs none {{Folder}}/etc
            cp -a /etc/. {{Folder}}/etc/
            mount --bind {{Folder}}/etc /etc
            for d in /var/lib /var/log /srv /run /usr/local/sbin /usr/local/bin; do
              mount -t tmpfs -o mode=755 none $d
            done
            mkdir -p /run/sshd /run/units /var/log/nginx /var/lib/nginx /var/lib/runbook /srv/shop/uploads
            rm -rf /etc/nginx/sites-enabled /etc/nginx/conf.d
            cp -a {{Folder}}/files/. /
            chmod 755 /usr/local/bin/systemctl
            cp /usr/local/bin/systemctl /usr/local/sbin/systemctl
            chmod 600 /etc/ssh/town_host /etc/ssh/town_key
            /usr/sbin/sshd -f /etc/ssh/town_sshd
            """
        );
        await InsideAsync("systemctl start nginx.service");
        foreach (
            var unit in isServing
                ? ["shop.service", "shop-worker.service", "shop-jobs.timer"]
                : Array.Empty<string>()
        )
            await InsideAsync($"systemctl start {unit}");
    }

    /// <summary>Runs a script on the host, as root, past SSH.</summary>
    public Task<string> InsideAsync(string script) =>
        Command.RunAsync(
            "nsenter",
            "--target",
            _holder!.Id.ToString(CultureInfo.InvariantCulture),
            "--net",
            "--mount",
            "--uts",
            "sh",
            "-c",
            script
        );

    private async Task ReadyAsync()
    {
        var own = File.ReadAllText("/proc/self/mountinfo").Length;
        for (var i = 0; ; i++)
        {
            var link = new FileInfo($"/proc/{_holder!.Id}/ns/net").LinkTarget;
            var exe = new FileInfo($"/proc/{_holder.Id}/exe").LinkTarget;
            if (
                link != new FileInfo("/proc/self/ns/net").LinkTarget
                && exe?.EndsWith("/sleep", StringComparison.Ordinal) == true
            )
                return;
            if (i > 500)
                throw new InvalidOperationException($"{name} does not start ({own})");
            await Pace.PassAsync(TimeSpan.FromMilliseconds(10));
        }
    }

    private async Task WriteFilesAsync(string database)
    {
        var app = $"exec '{Environment.ProcessPath}' '{typeof(Machine).Assembly.Location}' app {name}\n";
        await WriteAsync("usr/local/bin/systemctl", HostFiles.Systemctl);
        await WriteAsync("etc/units/nginx.service", "exec nginx -g 'daemon off;'\n");
        await WriteAsync(
            "etc/units/shop.service",
            Environment.ProcessPath!.EndsWith("dotnet", StringComparison.Ordinal)
                ? app
                : $"exec '{Environment.ProcessPath}' app {name}\n"
        );
        await WriteAsync("etc/units/shop-worker.service", "exec sleep infinity\n");
        await WriteAsync("etc/units/shop-jobs.timer", "exec sleep infinity\n");
        await WriteAsync("etc/shop/database.env", database);
        await WriteAsync("etc/nginx/nginx.conf", HostFiles.Nginx);
        await WriteAsync("etc/nginx/snippets/runbook-maintenance.conf", HostFiles.Switch);
        await WriteAsync("etc/nginx/sites-enabled/shop", HostFiles.Site);
        await WriteAsync("var/lib/runbook/maintenance.html", "<p>The shop is back at 10:00 UTC.</p>\n");
        await WriteAsync("etc/nginx/site.pem", certificates.Site);
        await WriteAsync("etc/nginx/site.key", certificates.SiteKey);
        await WriteAsync("etc/ssh/town_sshd", HostFiles.Sshd);
        foreach (var key in (string[])["town_host", "town_key", "town_key.pub", "town_known", "ssh_config"])
            await WriteAsync($"etc/ssh/{key}", await File.ReadAllTextAsync($"/etc/ssh/{key}"));
        await WriteAsync("srv/shop/uploads/town.txt", $"from {name}\n");
    }

    private async Task WriteAsync(string path, string text)
    {
        var full = Path.Combine(Folder, "files", path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        await File.WriteAllTextAsync(full, text.ReplaceLineEndings("\n"));
    }
}
