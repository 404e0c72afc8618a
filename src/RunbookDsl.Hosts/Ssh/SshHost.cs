namespace RunbookDsl.Hosts;

/// <summary>A host that commands are run on; see <see cref="Ssh.Host"/>.</summary>
public sealed partial record SshHost
{
    private const string Allowed = ".-_:%";

    internal SshHost(string name, string? user) =>
        (Name, User, UsesSudo) = (
            Checked(name, "host"),
            user is null ? null : Checked(user, "user"),
            user != "root"
        );

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Who logs in; null is who the SSH configuration says.</summary>
    public string? User { get; }

    /// <summary>
    /// Whether operations that need root go through <c>sudo -n</c>. Default: yes, unless root logs in.
    /// <see cref="Exec"/> never does by itself.
    /// </summary>
    public bool UsesSudo { get; private init; }

    /// <summary>A copy whose operations do everything as the user that logs in.</summary>
    public SshHost WithoutSudo() => this with { UsesSudo = false };

    /// <summary>
    /// Runs a program there to its end. Non-idempotent until declared otherwise, and nothing but the exit
    /// code is known about its effect: give the step a <c>.Verify</c>, an <c>.Undo</c> or <c>.NoUndo</c>, and
    /// a <c>.Probe</c>.
    /// </summary>
    /// <param name="program">Name in the host's PATH, or a full path.</param>
    /// <param name="arguments">Each one argument, quoted for the host's shell; no place for secrets
    /// (<see cref="RemoteExecOperation.SecretEnvironment"/>).</param>
    public RemoteExecOperation Exec(string program, params string[] arguments) =>
        new(this, program, arguments);

    /// <inheritdoc/>
    public override string ToString() => User is null ? Name : $"{User}@{Name}";

    private static string Checked(string text, string what) =>
        text is { Length: > 0 and <= 253 }
        && text[0] != '-'
        && text.All(c => char.IsAsciiLetterOrDigit(c) || Allowed.Contains(c, StringComparison.Ordinal))
            ? text
            : throw new ArgumentException($"'{text}' is no name of a {what}: letters, digits and {Allowed}");
}
