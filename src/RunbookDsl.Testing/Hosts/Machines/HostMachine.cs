using System.Globalization;

namespace RunbookDsl.Testing;

/// <summary>One scripted machine as one rehearsal has it.</summary>
internal sealed class HostMachine
{
    private const int LooksUntilUp = 3;
    private readonly Lock _gate = new();
    private CancellationTokenSource _boot = new();
    private DateTimeOffset? _lookedAt;
    private int _looks;
    private bool _isUp = true;

    public HostMachine(HostSystemSpec spec, Stage stage)
    {
        (Spec, Stage, Name) = (spec, stage, spec.Name);
        Files = new FileTree(stage.Clock);
        (Units, Packages, Nginx) = (new UnitBook(this), new PackageBook(this), new NginxConfig(this));
        (Journal, Users) = (new JournalBook(this), new UserBook(this));
        (Writers, Certificates) = (new WriterBook(this), new CertificateBook(this));
        Workers = new WorkersBook(this);
        Redis = spec.Redis is { } redis ? new RedisBook(this, redis) : null;
        Scripted = new ScriptedCommands(spec.Commands);
        BootId = NewBootId();
        BootedAt = stage.Clock.GetUtcNow();
        MachineSeed.Fill(this);
    }

    public HostSystemSpec Spec { get; }

    public Stage Stage { get; }

    public string Name { get; }

    public FileTree Files { get; }

    public UnitBook Units { get; }

    public PackageBook Packages { get; }

    public ComposeBook Compose { get; } = new();

    public NginxConfig Nginx { get; }

    public JournalBook Journal { get; }

    public UserBook Users { get; }

    public WriterBook Writers { get; }

    public CertificateBook Certificates { get; }

    public WorkersBook Workers { get; }

    /// <summary>Null when it has none.</summary>
    public RedisBook? Redis { get; }

    public ScriptedCommands Scripted { get; }

    public string BootId { get; private set; }

    public DateTimeOffset BootedAt { get; private set; }

    /// <summary>How often it was started.</summary>
    public int Boots { get; private set; } = 1;

    /// <summary>Fires when it goes down: everything on it ends, and every connection to it.</summary>
    public CancellationToken Boot
    {
        get
        {
            lock (_gate)
                return _boot.Token;
        }
    }

    public static string HomeOf(string user) => user == "root" ? "/root" : $"/home/{user}";

    /// <summary>
    /// Somebody connects: whether it is up. A program that really sleeps between two looks sees it up at the
    /// third look at one and the same virtual time, since that time does not go on by itself.
    /// </summary>
    public bool Answers()
    {
        lock (_gate)
        {
            if (_isUp)
                return true;
            var now = Stage.Clock.GetUtcNow();
            _looks = _lookedAt == now ? _looks + 1 : 1;
            _lookedAt = now;
            if (_looks < LooksUntilUp)
                return false;
        }
        ComeUp(Boots);
        return true;
    }

    /// <summary>Goes down now and comes back after its time.</summary>
    public void Reboot()
    {
        int boots;
        CancellationTokenSource ended;
        lock (_gate)
        {
            if (!_isUp)
                return;
            (_isUp, ended, boots) = (false, _boot, Boots);
        }
        foreach (var unit in Units.All)
            Workers.Ended(unit);
        ended.Cancel();
        Stage.Clock.Schedule(Spec.RebootTime, () => ComeUp(boots));
    }

    /// <summary>Whether a program is installed: what it needs is part of the machine.</summary>
    public bool Has(HostProgram program) =>
        program.Needs is not { } needed
        || Packages.Find(needed)?.Installed is not null
        || Units.Find(needed) is not null
        || (needed == "docker" && Compose.All.Count > 0)
        || (needed == "redis-tools" && Redis is not null);

    /// <summary>What could have been meant by a command that is not known.</summary>
    public IEnumerable<string> Known(IReadOnlyList<string> words) =>
        words.Count > 1
            ? [.. Scripted.Patterns, .. Workers.Patterns, .. ProgramTable.Names]
            : [.. ProgramTable.Names, .. Scripted.Patterns, .. Workers.Patterns];

    /// <summary>Everything there is, for comparing: what two rehearsals have in common.</summary>
    public SortedDictionary<string, string> Lines()
    {
        var lines = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (path, node) in Files.All)
            if (node.Kind != FileNodeKind.Folder)
                lines[$"file {path}"] = node.Summary;
            else if (!MachineSeed.IsUsual(path, node))
                lines[$"folder {path}"] = node.Summary;
        foreach (var unit in Units.All)
            lines[$"unit {UnitBook.ShortName(unit.Name)}"] = $"{unit.ActiveWord}, {unit.EnabledWord}";
        foreach (var user in Users.All)
            if (user.Expiry.Length > 0)
                lines[$"user {user.Name}"] = $"expired on day {user.Expiry}";
            else if (!user.IsGiven && user.Number != 0)
                lines[$"user {user.Name}"] = "there";
        foreach (var package in Packages.All)
            lines[$"package {package.Name}"] =
                (package.Installed ?? "not installed")
                + (package.Listed is { } listed && listed != package.Installed ? $", {listed} listed" : "")
                + (package.IsHeld ? ", held" : "");
        foreach (var service in Compose.All)
            lines[$"compose {service.Folder} {service.Name}"] = service.Summary;
        foreach (var (name, text) in Certificates.Lines)
            lines[$"certificate {name}"] = text;
        foreach (var (unit, text) in Workers.Lines)
            lines[$"workers {unit}"] = text;
        foreach (var (name, text) in Redis?.Lines ?? [])
            lines[$"redis {name}"] = text;
        if (Nginx.InForce is { } inForce)
            lines["nginx in force"] = inForce;
        lines["boots"] = Boots.ToString(CultureInfo.InvariantCulture) + (_isUp ? "" : ", down");
        return lines;
    }

    private void ComeUp(int boots)
    {
        lock (_gate)
        {
            if (_isUp || boots != Boots)
                return;
            Boots++;
            _boot = new CancellationTokenSource();
            BootId = NewBootId();
            BootedAt = Stage.Clock.GetUtcNow();
            (_looks, _lookedAt) = (0, null);
        }
        foreach (var (path, _) in Files.All)
            if (path.StartsWith("/run/", StringComparison.Ordinal) && Files.Find(path, false) is not null)
                Files.Remove(path, "root", deep: true);
        Units.Boot();
        Packages.Boot();
        Compose.Boot();
        lock (_gate)
            _isUp = true;
    }

    private string NewBootId()
    {
        var id = new Guid(Stage.Bytes($"boot {Name}", 16)).ToString();
        return Stage.Tokens.Number(id, $"boot-{Name}");
    }
}
