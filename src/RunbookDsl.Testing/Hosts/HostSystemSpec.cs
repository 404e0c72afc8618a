using System.Collections.Immutable;
using System.Net;

namespace RunbookDsl.Testing;

/// <summary>A scripted machine of a world, reached over SSH.</summary>
public sealed record HostSystemSpec(string Name, SourceLocation Where) : WorldSystemSpec(Name, Where)
{
    /// <summary>Other names and addresses that lead to it.</summary>
    public ImmutableArray<string> Addresses { get; init; } = [];

    /// <summary>Who may log in; the first is who does when nobody is named. Empty: root.</summary>
    public ImmutableArray<UserSeed> Users { get; init; } = [];

    /// <summary>Its files, folders and links.</summary>
    public ImmutableArray<FileSeed> Files { get; init; } = [];

    /// <summary>Its systemd units.</summary>
    public ImmutableArray<UnitSeed> Units { get; init; } = [];

    /// <summary>Debian packages that it has or is offered.</summary>
    public ImmutableArray<PackageSeed> Packages { get; init; } = [];

    /// <summary>Its services of docker compose.</summary>
    public ImmutableArray<ServiceSeed> Services { get; init; } = [];

    /// <summary>What its units say in the journal.</summary>
    public ImmutableArray<JournalSeed> Journal { get; init; } = [];

    /// <summary>Log files that its units have open.</summary>
    public ImmutableArray<WriterSeed> Writers { get; init; } = [];

    /// <summary>Certificates that certbot keeps there.</summary>
    public ImmutableArray<CertificateSeed> Certificates { get; init; } = [];

    /// <summary>Its Redis; null is none.</summary>
    public RedisSeed? Redis { get; init; }

    /// <summary>Units that work off a queue.</summary>
    public ImmutableArray<WorkersSeed> Workers { get; init; } = [];

    /// <summary>Commands with answers of their own.</summary>
    public ImmutableArray<CommandSeed> Commands { get; init; } = [];

    /// <summary>How long it is away when it is restarted. Default 30 s.</summary>
    public TimeSpan RebootTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Size of its only file system, in bytes. Default 20 GiB.</summary>
    public long DiskBytes { get; init; } = 20L << 30;

    /// <summary>What of it is free, in bytes; nothing fills it. Default 12 GiB.</summary>
    public long DiskFreeBytes { get; init; } = 12L << 30;

    /// <summary>
    /// Whether operations go over a real connection as programs do. Default: no; they speak to the machine
    /// without a process in between.
    /// </summary>
    public bool IsReal { get; init; }

    /// <summary>The user that logs in when nobody is named.</summary>
    public string DefaultUser => Users.Length == 0 ? "root" : Users[0].Name;

    /// <inheritdoc/>
    public override void Check(WorldSession session)
    {
        foreach (var name in Addresses.Add(Name))
            if (!IsName(name))
                session.Report("RB0210", $"'{name}' is no name of a host.", Where);
        foreach (var address in Addresses)
            if (char.IsAsciiDigit(address[0]) && !IPAddress.TryParse(address, out _))
                session.Report("RB0210", $"'{address}' is no address.", Where);
        foreach (var file in Files)
            if (!file.Path.StartsWith('/') || FileTree.Absolute(file.Path, "/") != file.Path)
                session.Report(
                    "RB0211",
                    $"'{file.Path}' on '{Name}' is no full path: write it from / and without '..'.",
                    file.Where
                );
        foreach (var twin in Files.GroupBy(f => f.Path).Where(g => g.Count() > 1))
            session.Report("RB0211", $"'{Name}' has '{twin.Key}' twice.", twin.Last().Where);
        foreach (var workers in Workers)
            if (!Units.Any(u => UnitBook.FullName(u.Name) == UnitBook.FullName(workers.Unit)))
                session.Report(
                    "RB0214",
                    $"'{Name}' has workers '{workers.Unit}', which is no unit of it: write .Unit(\"{workers.Unit}\").",
                    Where
                );
        if (Redis?.Password is { } password)
            session.Claim(password.Name, Where);
        foreach (var user in Users)
            if (!IsName(user.Name))
                session.Report("RB0212", $"'{user.Name}' is no name of a user.", Where);
        foreach (var command in Commands)
            if (command.Signal is { } signal && !SignalExit.Known.Contains(signal))
                session.Report(
                    "RB0213",
                    $"{signal} is no signal{Nearest.Suggest(signal, SignalExit.Known)}.",
                    command.Where
                );
    }

    /// <inheritdoc/>
    public override Task<IWorldSystem> StartAsync(WorldOptions options, CancellationToken cancellation) =>
        Task.FromResult<IWorldSystem>(new HostSystem(this, SshFamily.Of(options)));

    private static bool IsName(string name) =>
        name.Length is > 0 and <= 253
        && (char.IsAsciiLetterOrDigit(name[0]) || name[0] == '_')
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or ':');
}
