using System.Globalization;
using System.Text;

namespace RunbookDsl.Testing;

/// <summary>What a machine has before anything happens: a Debian's usual folders, and what the world file
/// says.</summary>
internal static class MachineSeed
{
    private const int Usual = 0b111_101_101;
    private const int ForAll = 0b1_111_111_111;
    private static readonly string[] Folders =
    [
        "/boot",
        "/dev",
        "/etc",
        "/etc/nginx",
        "/etc/sudoers.d",
        "/etc/systemd",
        "/etc/systemd/system",
        "/home",
        "/opt",
        "/proc",
        "/root",
        "/run",
        "/srv",
        "/tmp",
        "/usr",
        "/usr/bin",
        "/usr/local",
        "/usr/local/bin",
        "/var",
        "/var/backups",
        "/var/lib",
        "/var/log",
        "/var/tmp",
        "/var/www",
    ];

    public static void Fill(HostMachine machine)
    {
        var (spec, files) = (machine.Spec, machine.Files);
        foreach (var folder in Folders)
            files.MakeFolder(folder, "root", folder is "/tmp" or "/var/tmp" ? ForAll : Usual);
        foreach (var user in spec.Users)
            if (user.Name != "root")
            {
                var home = HostMachine.HomeOf(user.Name);
                files.MakeFolder(home, "root");
                files.Change(home, "root", n => n with { Owner = user.Name, Group = user.Name });
            }
        files.Write("/etc/hostname", Encoding.UTF8.GetBytes($"{spec.Name}\n"), "root");
        files.Computed["/proc/sys/kernel/random/boot_id"] = () => $"{machine.BootId}\n";
        files.Computed["/proc/uptime"] = () =>
        {
            var up = (machine.Stage.Clock.GetUtcNow() - machine.BootedAt).TotalSeconds;
            return string.Create(CultureInfo.InvariantCulture, $"{up:F2} {up:F2}\n");
        };
        files.Computed["/etc/os-release"] = () =>
            "PRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\nID=debian\nVERSION_ID=\"12\"\n";
        files.Computed["/run/reboot-required"] = () =>
            machine.Packages.WantingBoot.Any() ? "*** System restart required ***\n" : null;
        files.Computed["/run/reboot-required.pkgs"] = () =>
            string.Concat(machine.Packages.WantingBoot.Select(n => $"{n}\n")) is { Length: > 0 } names
                ? names
                : null;
        files.Computed["/dev/null"] = () => "";
        foreach (var file in spec.Files)
            Put(files, file, machine.Stage.Clock.GetUtcNow());
        foreach (var package in spec.Packages)
            machine.Packages.Set(new(package.Name, package.Version, package.Offered, package.Version));
        foreach (var unit in spec.Units)
            machine.Units.Set(
                new(UnitBook.FullName(unit.Name))
                {
                    IsActive = unit.IsActive,
                    IsEnabled = unit.IsEnabled,
                    StartFails = unit.StartFails,
                    Since = machine.BootedAt,
                    Invocation = unit.IsActive
                        ? machine.Units.NewInvocation(UnitBook.FullName(unit.Name))
                        : "",
                }
            );
        foreach (var unit in machine.Units.All)
            if (unit.IsActive)
                machine.Writers.Open(unit);
        machine.Journal.Add("systemd-journald", 6, "Journal started");
        foreach (var message in spec.Journal)
            if (!message.IsAtStart)
                machine.Journal.Add(message.Unit, message.Priority, message.Message);
        foreach (var service in spec.Services)
            Compose(machine, service);
        if (machine.Units.Find("nginx") is { IsActive: true })
            machine.Nginx.Load();
    }

    /// <summary>A folder that says nothing by being there.</summary>
    public static bool IsUsual(string path, FileNode node) =>
        path == "/"
        || Folders.Contains(path)
        || (node.Mode == Usual && node.Owner == "root")
        || FileTree.ParentOf(path) == "/home";

    private static void Put(FileTree files, FileSeed file, DateTimeOffset now)
    {
        files.MakeFolders(FileTree.ParentOf(file.Path), "root");
        if (file.Target is { } target)
        {
            files.Link(file.Path, target, "root");
            return;
        }
        if (file.Content is { } content)
            files.Write(file.Path, Encoding.UTF8.GetBytes(content), "root", file.Mode);
        else if (files.Find(file.Path) is null)
            files.MakeFolder(file.Path, "root", file.Mode);
        files.Change(
            file.Path,
            "root",
            n =>
                n with
                {
                    Owner = file.Owner,
                    Group = file.Owner,
                    Mode = file.Mode,
                    Modified = now.AddDays(-file.Days),
                }
        );
    }

    private static void Compose(HostMachine machine, ServiceSeed service)
    {
        machine.Compose.Set(
            new(service.Folder, service.Name, service.Image)
            {
                IsThere = service.IsRunning,
                IsRunning = service.IsRunning,
                Pushed = service.HasNewImage ? 2 : 1,
            }
        );
        var file = $"{service.Folder}/docker-compose.yml";
        if (machine.Files.Find(file) is not null)
            return;
        machine.Files.MakeFolders(service.Folder, "root");
        var text = new StringBuilder("services:\n");
        foreach (var other in machine.Spec.Services.Where(s => s.Folder == service.Folder))
            text.Append(CultureInfo.InvariantCulture, $"  {other.Name}:\n    image: {other.Image}\n");
        machine.Files.Write(file, Encoding.UTF8.GetBytes(text.ToString()), "root");
    }
}
