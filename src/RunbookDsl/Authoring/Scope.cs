namespace RunbookDsl;

/// <summary>Where a step stands: inside which included runbooks and which turns of which loops.</summary>
internal sealed record Scope(string Prefix, string Suffix)
{
    public static Scope Root { get; } = new("", "");

    /// <summary><c>rollback/</c> before, <c>[web-1]</c> behind.</summary>
    public string Id(string slug) => Prefix + slug + Suffix;

    public Scope Included(string name) => this with { Prefix = $"{Prefix}{name}/" };

    public Scope Keyed(string key) => this with { Suffix = $"{Suffix}[{key}]" };
}
