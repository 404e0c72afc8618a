namespace RunbookDsl.Hosts;

/// <summary>What an upgrade does with one package.</summary>
/// <param name="Name">The package.</param>
/// <param name="From">The version that is installed; null when it is new.</param>
/// <param name="To">The version that comes.</param>
public sealed record AptChange(string Name, string? From, string To)
{
    /// <summary><c>nginx 1.22.1 → 1.22.2</c>.</summary>
    public override string ToString() => From is null ? $"{Name} {To} (new)" : $"{Name} {From} → {To}";
}
