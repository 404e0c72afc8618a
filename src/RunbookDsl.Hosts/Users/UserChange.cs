namespace RunbookDsl.Hosts;

/// <summary>Brings an account to how it should be.</summary>
internal static class UserChange
{
    private const string Script = """
        set -eu
        umask 077
        name=$1 expiry=$2 rule=$3
        if [ "${SUDO_USER:-}" = "$name" ] && [ -n "$expiry" ]; then
          echo "$name is who runs this: it stays as it is" >&2; exit 3
        fi
        if ! getent passwd "$name" > /dev/null; then useradd --create-home --shell /bin/bash -- "$name"; fi
        home=$(getent passwd "$name" | cut -d : -f 6)
        group=$(id -gn "$name")
        mkdir -p -- "$home/.ssh"
        part=$home/.ssh/.authorized_keys.runbook
        cat > "$part"
        chmod 700 "$home/.ssh"
        chmod 600 "$part"
        chown "$name:$group" "$home/.ssh" "$part"
        mv -f -T -- "$part" "$home/.ssh/authorized_keys"
        if [ ! -s "$home/.ssh/authorized_keys" ]; then
          rm -f -- "$home/.ssh/authorized_keys"
          rmdir -- "$home/.ssh" 2> /dev/null || :
        fi
        drop=/etc/sudoers.d/.$name.runbook
        if [ -n "$rule" ]; then
          echo "$rule" > "$drop"
          chmod 440 "$drop"
          if ! visudo -c -q -f "$drop"; then rm -f -- "$drop"; echo "visudo refuses the rule" >&2; exit 4; fi
          mv -f -T -- "$drop" "/etc/sudoers.d/$name"
        else
          rm -f -- "/etc/sudoers.d/$name"
        fi
        usermod --expiredate "$expiry" -- "$name"
        if [ -n "$expiry" ]; then pkill -KILL -u "$name" || :; fi
        """;

    private const string RemoveScript = """
        set -eu
        name=$1
        rm -f -- "/etc/sudoers.d/$name"
        if ! getent passwd "$name" > /dev/null; then exit 0; fi
        home=$(getent passwd "$name" | cut -d : -f 6)
        rm -f -- "$home/.ssh/authorized_keys" "$home/.ssh/.authorized_keys.runbook"
        rmdir -- "$home/.ssh" 2> /dev/null || :
        for file in .bashrc .profile .bash_logout; do
          if [ -f "$home/$file" ] && cmp -s -- "/etc/skel/$file" "$home/$file"; then
            rm -f -- "$home/$file"
          fi
        done
        rmdir -- "$home" 2> /dev/null || :
        pkill -KILL -u "$name" || :
        userdel --force -- "$name"
        """;

    /// <summary>Makes it so, whole: keys, rule for sudo, expiry.</summary>
    public static Task BringAsync(
        StepContext context,
        SshHost host,
        string name,
        UserState wish,
        CancellationToken cancellation
    )
    {
        var call = HostCall.Script(
            host,
            $"change the account {name}",
            Script,
            name,
            wish.Expiry,
            wish.Sudo
        ) with
        {
            AsRoot = true,
            Input = wish.KeyText.Length == 0 ? "" : wish.KeyText + "\n",
        };
        return call.ChangeAsync(context, cancellation);
    }

    /// <summary>Removes an account that a step made, and what lies in its home unchanged.</summary>
    public static Task RemoveAsync(
        StepContext context,
        SshHost host,
        string name,
        CancellationToken cancellation
    )
    {
        var call = HostCall.Script(host, $"remove the account {name}", RemoveScript, name) with
        {
            AsRoot = true,
        };
        return call.ChangeAsync(context, cancellation);
    }

    public static Captured Keep(UserState state) =>
        Captured
            .Of("account", state.IsThere ? "there" : "absent")
            .And("expiry", state.Expiry)
            .And("sudo", state.Sudo)
            .And("keys", state.KeyText);

    public static UserState Kept(Captured before) =>
        new(before["account"] == "there")
        {
            Expiry = before["expiry"] ?? "",
            Sudo = before["sudo"] ?? "",
            KeyText = before["keys"] ?? "",
        };

    public static bool IsSame(UserState one, UserState other) =>
        one.IsThere == other.IsThere
        && one.Expiry == other.Expiry
        && one.Sudo == other.Sudo
        && one.Keys.Select(k => k.Body).ToHashSet().SetEquals(other.Keys.Select(k => k.Body));

    /// <summary>A connection of its own, made now: whether one can still log in.</summary>
    /// <returns>What went wrong; null when it went well.</returns>
    public static async Task<string?> LogInAsync(
        StepContext context,
        SshHost host,
        UserLogin login,
        CancellationToken cancellation
    )
    {
        string[] words = login.NeedsSudo ? ["sudo", "-n", "true"] : ["true"];
        var call = new HostCall(host, "log in anew", words)
        {
            As = login.User,
            IsNewConnection = true,
            Identity = login.Key is { } key ? Path.GetFullPath(key, context.Directory) : null,
        };
        try
        {
            var said = await call.SendAsync(context, null, cancellation).ConfigureAwait(false);
            return said.ExitCode == 0
                ? null
                : $"{login.User ?? "the operator"} logged in, and {string.Join(' ', words)} ended with "
                    + $"{said.ExitCode}: {said.Error.Trim()}";
        }
        catch (OperationFailedException e)
        {
            return $"{login.User ?? "the operator"} does not get in: {e.Message}";
        }
    }
}
