using System.Runtime.CompilerServices;

namespace RunbookDsl.Testing;

/// <summary>Says what a scripted machine is like.</summary>
public sealed partial class HostBuilder
{
    private readonly WorldSession _session;
    private HostSystemSpec _spec;

    internal HostBuilder(WorldSession session, HostSystemSpec spec)
    {
        (_session, _spec) = (session, spec);
        session.Put(null, spec);
    }

    /// <summary>Another name or address that leads to it, such as <c>203.0.113.7</c>.</summary>
    public HostBuilder Address(string address) =>
        Change(_spec with { Addresses = _spec.Addresses.Add(address) });

    /// <summary>Somebody who may log in; the first is who does when nobody is named.</summary>
    /// <param name="name">The login name.</param>
    /// <param name="sudo">Whether sudo asks for no password; else it refuses.</param>
    public HostBuilder User(string name, bool sudo = true) =>
        Change(_spec with { Users = _spec.Users.Add(new(name, sudo)) });

    /// <summary>A file with its text.</summary>
    /// <param name="path">Full path; missing folders above it are made.</param>
    /// <param name="content">Its text.</param>
    /// <param name="mode">Permissions in octal digits.</param>
    /// <param name="owner">The user it belongs to.</param>
    /// <param name="file">The world file; the compiler fills it in.</param>
    /// <param name="line">The line; the compiler fills it in.</param>
    public HostBuilder File(
        string path,
        string content,
        string mode = "644",
        string owner = "root",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    ) =>
        Add(
            new(path, new(file, line, "File", path))
            {
                Content = content,
                Mode = Mode(mode, new(file, line, "File", path)),
                Owner = owner,
            }
        );

    /// <summary>A folder with nothing in it.</summary>
    /// <param name="path">Full path; missing folders above it are made.</param>
    /// <param name="mode">Permissions in octal digits.</param>
    /// <param name="owner">The user it belongs to.</param>
    /// <param name="file">The world file; the compiler fills it in.</param>
    /// <param name="line">The line; the compiler fills it in.</param>
    public HostBuilder Folder(
        string path,
        string mode = "755",
        string owner = "root",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    ) =>
        Add(
            new(path, new(file, line, "Folder", path))
            {
                Mode = Mode(mode, new(file, line, "Folder", path)),
                Owner = owner,
            }
        );

    /// <summary>A symbolic link.</summary>
    public HostBuilder Link(
        string path,
        string target,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    ) => Add(new(path, new(file, line, "Link", path)) { Target = target });

    /// <summary>A systemd unit.</summary>
    /// <param name="name">With or without <c>.service</c>.</param>
    /// <param name="active">Whether it runs.</param>
    /// <param name="enabled">Whether it starts with the machine.</param>
    /// <param name="startFails">Whether it fails whenever it is started.</param>
    public HostBuilder Unit(string name, bool active = true, bool enabled = true, bool startFails = false) =>
        Change(_spec with { Units = _spec.Units.Add(new(name, active, enabled, startFails)) });

    /// <summary>A message in the journal: there before the rehearsal, or said at each start of the
    /// unit.</summary>
    /// <param name="unit">The unit that says it.</param>
    /// <param name="message">What it says.</param>
    /// <param name="priority">From 0 to 7; 3 is an error, 6 is for information.</param>
    /// <param name="atStart">Whether it is said whenever the unit is started.</param>
    public HostBuilder Journal(string unit, string message, int priority = 6, bool atStart = false) =>
        Change(_spec with { Journal = _spec.Journal.Add(new(unit, message, priority, atStart)) });

    /// <summary>A log file that a unit has open while it runs, and opens anew when it is reloaded.</summary>
    public HostBuilder Writes(string unit, string path) =>
        Change(_spec with { Writers = _spec.Writers.Add(new(unit, path)) });

    /// <summary>A certificate of certbot, which nginx shows as it was at its last start or reload.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="daysLeft">How long it is valid yet; certbot renews below 30.</param>
    /// <param name="listeners">Where it is shown. Default <c>127.0.0.1:443</c>.</param>
    public HostBuilder Certificate(string name, int daysLeft, params string[] listeners) =>
        Change(
            _spec with
            {
                Certificates = _spec.Certificates.Add(
                    new(name, daysLeft, listeners.Length == 0 ? ["127.0.0.1:443"] : [.. listeners])
                ),
            }
        );

    /// <summary>Lets the last file or folder be so many days old.</summary>
    public HostBuilder DaysOld(int days) =>
        _spec.Files.Length == 0
            ? this
            : Change(
                _spec with
                {
                    Files = _spec.Files.SetItem(_spec.Files.Length - 1, _spec.Files[^1] with { Days = days }),
                }
            );

    /// <summary>A Debian package.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="version">The version that is installed; null when it is not.</param>
    /// <param name="offered">The version that the mirror has, seen after <c>apt-get update</c>.</param>
    public HostBuilder Package(string name, string? version, string? offered = null) =>
        Change(_spec with { Packages = _spec.Packages.Add(new(name, version, offered)) });

    /// <summary>A service of docker compose.</summary>
    /// <param name="folder">Full path of the folder with the compose file, which is made if it is not
    /// there.</param>
    /// <param name="service">Its name.</param>
    /// <param name="image">Its image.</param>
    /// <param name="running">Whether it runs.</param>
    /// <param name="newImage">Whether the registry has a newer build of the image.</param>
    public HostBuilder Compose(
        string folder,
        string service,
        string image,
        bool running = true,
        bool newImage = false
    ) => Change(_spec with { Services = _spec.Services.Add(new(folder, service, image, running, newImage)) });

    /// <summary>Its only file system. Nothing that is written fills it.</summary>
    /// <param name="bytes">Its size, in bytes. Default of a machine: 20 GiB.</param>
    /// <param name="free">What of it is free, in bytes. Default of a machine: 12 GiB.</param>
    public HostBuilder Disk(long bytes, long free) =>
        Change(_spec with { DiskBytes = bytes, DiskFreeBytes = free });

    /// <summary>How long it is away when it is restarted. Default 30 s.</summary>
    public HostBuilder RebootsIn(TimeSpan time) => Change(_spec with { RebootTime = time });

    /// <summary>Operations go over a real connection to a real sshd, as programs do in any case.</summary>
    public HostBuilder OverRealConnections() => Change(_spec with { IsReal = true });

    /// <summary>
    /// A command with an answer of its own. Given several times, the answers come one after the other and the
    /// last one from then on.
    /// </summary>
    /// <param name="pattern">The program and its arguments, separated by one blank; <c>*</c> stands for
    /// anything.</param>
    /// <param name="file">The world file; the compiler fills it in.</param>
    /// <param name="line">The line; the compiler fills it in.</param>
    public CommandBuilder Command(
        string pattern,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    )
    {
        var command = new CommandSeed(pattern, new(file, line, "Command", pattern));
        Change(_spec with { Commands = _spec.Commands.Add(command) });
        return new(this, _spec.Commands.Length - 1);
    }

    internal void Change(int command, Func<CommandSeed, CommandSeed> change) =>
        Change(_spec with { Commands = _spec.Commands.SetItem(command, change(_spec.Commands[command])) });

    private HostBuilder Add(FileSeed file) => Change(_spec with { Files = _spec.Files.Add(file) });

    private int Mode(string mode, SourceLocation where)
    {
        if (mode.Length is 3 or 4 && mode.All(c => c is >= '0' and <= '7'))
            return Convert.ToInt32(mode, 8);
        _session.Report("RB0211", $"'{mode}' is no mode: write three or four octal digits.", where);
        return 0;
    }

    private HostBuilder Change(HostSystemSpec changed)
    {
        _session.Put(_spec, changed);
        _spec = changed;
        return this;
    }
}
