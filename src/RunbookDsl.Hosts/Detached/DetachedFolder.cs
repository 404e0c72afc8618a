using System.Globalization;
using System.Text;

namespace RunbookDsl.Hosts;

/// <summary>
/// The folder of a detached program: <c>started</c> is made once, by its supervisor when it begins or by
/// whoever rules that it shall not begin any more; <c>exit</c> is its exit code, synced before it has that
/// name.
/// </summary>
internal sealed class DetachedFolder(string path)
{
    private const string Shut = "shut\n";

    /// <summary>
    /// Begins for good with the link, which fails when the name is taken, and outlives a SIGTERM to its group
    /// to write down how the program ended. Its arguments: the folder, the program, the program's own.
    /// </summary>
    public const string Supervisor = """
        folder=$1; shift; mask=$(umask); umask 077; trap : TERM INT HUP
        : >"$folder/out"; : >"$folder/err"
        cat "/proc/$$/stat" /proc/sys/kernel/random/boot_id >"$folder/me" || exit 125
        ln "$folder/me" "$folder/started" || exit 125
        umask "$mask"
        "$@" </dev/null >>"$folder/out" 2>>"$folder/err"
        code=$?
        umask 077; printf '%s\n' "$code" >"$folder/ending"
        sync "$folder/out" "$folder/err" "$folder/ending"
        mv "$folder/ending" "$folder/exit"; sync "$folder"
        """;

    public string Out => Path.Combine(path, "out");

    public string Err => Path.Combine(path, "err");

    public void Make()
    {
        if (OperatingSystem.IsWindows())
            throw new PlatformNotSupportedException("a detached program wants a Unix system");
        const UnixFileMode own = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        Directory.CreateDirectory(path, own);
    }

    public DetachedState Look()
    {
        if (ExitCode() is not null)
            return DetachedState.Ended;
        if (TryShut() || Read("started") == Shut)
            return DetachedState.NeverBegun;
        if (Session() is { } session && ProcessSession.HasLiving(session.Id, session.Start))
            return DetachedState.Running;
        // It may have ended between the two looks.
        return ExitCode() is null ? DetachedState.Lost : DetachedState.Ended;
    }

    /// <summary>Whether it has begun, or shall not begin any more.</summary>
    public bool IsDecided => File.Exists(Path.Combine(path, "started"));

    /// <summary>Null while it has none.</summary>
    public int? ExitCode() =>
        int.TryParse(Read("exit"), CultureInfo.InvariantCulture, out var code) ? code : null;

    /// <summary>
    /// The program's session and when it began; null when that was before this boot, or never.
    /// </summary>
    public (int Id, string Start)? Session()
    {
        var text = Read("started") ?? "";
        var name = text.LastIndexOf(')');
        if (name < 0 || !text.EndsWith('\n') || text.TrimEnd().Split('\n')[^1] != ProcessSession.BootId())
            return null;
        var fields = text[(name + 2)..].Split(' ');
        var id = int.Parse(text[..text.IndexOf(' ')], CultureInfo.InvariantCulture);
        return (id, fields[19]);
    }

    private bool TryShut()
    {
        if (IsDecided)
            return false;
        Make();
        try
        {
            using var file = new FileStream(Path.Combine(path, "started"), FileMode.CreateNew);
            file.Write(Encoding.UTF8.GetBytes(Shut));
            return true;
        }
        catch (IOException)
        {
            // It began meanwhile.
            return false;
        }
    }

    private string? Read(string name)
    {
        try
        {
            return File.ReadAllText(Path.Combine(path, name));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }
}
