namespace RunbookDsl.Hosts;

/// <summary>An account of a host as it is at one moment.</summary>
internal sealed record UserState(bool IsThere)
{
    private const string Allowed = "-_";
    private const string Script = """
        set -u
        if ! getent passwd "$1" > /dev/null; then echo absent; exit 0; fi
        home=$(getent passwd "$1" | cut -d : -f 6)
        echo there
        echo "$home"
        getent shadow "$1" | cut -d : -f 8
        echo keys
        if [ -f "$home/.ssh/authorized_keys" ]; then cat -- "$home/.ssh/authorized_keys"; fi
        echo
        echo sudo
        if [ -f "/etc/sudoers.d/$1" ]; then cat -- "/etc/sudoers.d/$1"; fi
        echo modes
        stat -L -c '%a %U %n' -- "$home" "$home/.ssh" "$home/.ssh/authorized_keys" 2> /dev/null
        exit 0
        """;

    public string Home { get; init; } = "";

    /// <summary>Day of the expiry, counted from 1970; empty is never.</summary>
    public string Expiry { get; init; } = "";

    /// <summary>Text of the file of keys.</summary>
    public string KeyText { get; init; } = "";

    /// <summary>Text of its rule for sudo; empty is none.</summary>
    public string Sudo { get; init; } = "";

    /// <summary>Why sshd would not look at the keys; null when it does.</summary>
    public string? Looseness { get; init; }

    public IReadOnlyList<PublicKey> Keys => PublicKey.ReadAll(KeyText);

    public string Shown =>
        !IsThere
            ? "no account"
            : $"{Keys.Count} keys"
                + (Sudo.Length > 0 ? ", sudo" : "")
                + (Expiry.Length > 0 ? $", expired on day {Expiry}" : "");

    /// <summary>A login name.</summary>
    /// <exception cref="ArgumentException">It is none, or means something to a shell or to sudo.</exception>
    public static string Checked(string name) =>
        name is { Length: > 0 and <= 32 }
        && (char.IsAsciiLetterLower(name[0]) || name[0] == '_')
        && name.All(c =>
            char.IsAsciiLetterLower(c)
            || char.IsAsciiDigit(c)
            || Allowed.Contains(c, StringComparison.Ordinal)
        )
            ? name
            : throw new ArgumentException(
                $"'{name}' is no login name: small letters, digits and {Allowed}, at most 32"
            );

    /// <summary>A rule that lets somebody do everything without a password.</summary>
    public static string RuleOf(string name) => $"{name} ALL=(ALL:ALL) NOPASSWD: ALL";

    public static async Task<UserState> ReadAsync(
        StepContext context,
        SshHost host,
        string name,
        CancellationToken cancellation
    )
    {
        var call = HostCall.Script(host, $"look at the account {name}", Script, name) with { AsRoot = true };
        var said = await call.AskAsync(context, cancellation).ConfigureAwait(false);
        var lines = said.Output.Split('\n');
        if (lines is ["absent", ..])
            return new(false);
        var (keys, sudo, modes) = (
            Array.IndexOf(lines, "keys"),
            Array.LastIndexOf(lines, "sudo"),
            Array.LastIndexOf(lines, "modes")
        );
        if (lines is not ["there", var home, var expiry, ..] || keys != 3 || sudo < keys || modes < sudo)
            throw new OperationFailedException(
                $"{host} said about the account {name} what nobody understands: {said.Output.Trim()}"
            );
        return new(true)
        {
            Home = home,
            Expiry = expiry.Trim(),
            KeyText = string.Join('\n', lines[4..sudo]).TrimEnd('\n'),
            Sudo = string.Join('\n', lines[(sudo + 1)..modes]).TrimEnd('\n'),
            Looseness = lines[(modes + 1)..].Select(l => Loose(l, name)).FirstOrDefault(l => l is not null),
        };
    }

    // StrictModes of sshd: a path that somebody else may write makes it pass the keys over in silence.
    private static string? Loose(string line, string name) =>
        line.Split(' ', 3) is [var mode, var owner, var path]
        && (
            (owner != name && owner != "root")
            || mode.PadLeft(3, '0') is [.., _, '2' or '3' or '6' or '7', _] or [.., '2' or '3' or '6' or '7']
        )
            ? $"{path} is {mode} {owner}, and sshd passes over keys that somebody else may change"
            : null;
}
