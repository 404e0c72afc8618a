namespace RunbookDsl.Hosts;

/// <summary>Work on other machines, over SSH.</summary>
public static class Ssh
{
    /// <summary>A host, as the operator's SSH configuration knows it.</summary>
    /// <param name="name">A name, an alias or an address; no options.</param>
    /// <param name="user">Who logs in; null is who the configuration says.</param>
    /// <exception cref="ArgumentException">The name or the user would be read as something else.</exception>
    public static SshHost Host(string name, string? user = null) => new(name, user);
}
