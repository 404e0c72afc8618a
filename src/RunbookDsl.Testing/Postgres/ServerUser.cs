using System.Globalization;

namespace RunbookDsl.Testing;

/// <summary>Who the server runs as: PostgreSQL refuses to run as root.</summary>
/// <param name="Id">User id; null is whoever we are.</param>
/// <param name="Group">Group id.</param>
/// <param name="Prefix">What is put before a command line to run it as that user.</param>
internal sealed record ServerUser(uint? Id, uint Group, IReadOnlyList<string> Prefix)
{
    public static ServerUser Find(IReadOnlyDictionary<string, string> environment)
    {
        if (!Libc.IsRoot)
            return new(null, 0, []);
        var setpriv = Programs.Need(
            "setpriv",
            "run PostgreSQL as another user than root",
            "util-linux",
            environment
        );
        foreach (var name in (string[])["postgres", "nobody"])
            if (Account(name) is var (user, group))
                return new(
                    user,
                    group,
                    [setpriv, "--reuid", $"{user}", "--regid", $"{group}", "--clear-groups", "--"]
                );
        throw new WorldException(
            "PostgreSQL does not run as root, and /etc/passwd has neither a user "
                + "postgres nor nobody to run it as. "
                + "Run runbook as an ordinary user, or: useradd --system postgres"
        );
    }

    /// <summary>Gives a file tree, which is ours now, to the server's user.</summary>
    public void Own(string path)
    {
        if (Id is { } user)
            Libc.Own(path, user, Group);
    }

    private static (uint User, uint Group)? Account(string name)
    {
        foreach (var line in File.ReadLines("/etc/passwd"))
            if (line.Split(':') is [var n, _, var user, var group, ..] && n == name)
                return (
                    uint.Parse(user, CultureInfo.InvariantCulture),
                    uint.Parse(group, CultureInfo.InvariantCulture)
                );
        return null;
    }
}
