using System.Globalization;

namespace RunbookDsl.Testing;

/// <summary>
/// The account that sshd runs as. Without root's rights it can only log in its own user, so its login shell
/// has to be a real one.
/// </summary>
internal sealed record SshAccount(string Name, ServerUser User)
{
    /// <summary>Ourselves, or when we are root somebody else: postgres, or the first with a shell.</summary>
    /// <returns>Null when this machine has nobody.</returns>
    public static SshAccount? Find(IReadOnlyDictionary<string, string> environment)
    {
        if (!Libc.IsRoot)
            return
                Lines().FirstOrDefault(l => l.Id == Libc.UserId) is { Name: { } own } mine
                && HasShell(mine.Shell)
                ? new(own, new(null, 0, []))
                : null;
        if (Programs.Find("setpriv", environment) is not { } setpriv)
            return null;
        var found = Lines()
            .Where(l => l.Id != 0 && HasShell(l.Shell))
            .OrderBy(l => l.Name != "postgres")
            .FirstOrDefault();
        return found.Name is null
            ? null
            : new(
                found.Name,
                new(
                    found.Id,
                    found.Group,
                    [setpriv, "--reuid", $"{found.Id}", "--regid", $"{found.Group}", "--clear-groups", "--"]
                )
            );
    }

    private static bool HasShell(string shell) =>
        shell.EndsWith("sh", StringComparison.Ordinal) && File.Exists(shell);

    private static IEnumerable<(string Name, uint Id, uint Group, string Shell)> Lines()
    {
        foreach (var line in File.ReadLines("/etc/passwd"))
            if (line.Split(':') is [var name, _, var user, var group, _, _, var shell])
                yield return (
                    name,
                    uint.Parse(user, CultureInfo.InvariantCulture),
                    uint.Parse(group, CultureInfo.InvariantCulture),
                    shell
                );
    }
}
