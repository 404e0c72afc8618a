namespace RunbookDsl.Hosts;

/// <summary>An account of a host after a change.</summary>
/// <param name="Name">Login name.</param>
/// <param name="Keys">Fingerprints of the keys that log in, as <c>ssh-keygen -l</c> shows them.</param>
public sealed record UserResult(string Name, IReadOnlyList<string> Keys)
{
    /// <summary><c>ann: 1 key, SHA256:…</c>.</summary>
    public override string ToString() => $"{Name}: {Keys.Count} keys, {string.Join(", ", Keys)}";
}
