namespace RunbookDsl.Testing.Apis;

/// <summary>The dyno sizes.</summary>
internal static class HerokuSizes
{
    public static readonly IReadOnlyList<string> All =
    [
        "Eco",
        "Basic",
        "Standard-1X",
        "Standard-2X",
        "Performance-M",
        "Performance-L",
        "Performance-L-RAM",
        "Performance-XL",
        "Performance-2XL",
        "Private-S",
        "Private-M",
        "Private-L",
    ];

    /// <summary>The size in its own spelling; null when there is none.</summary>
    public static string? Find(string name) =>
        All.FirstOrDefault(s => string.Equals(s, name, StringComparison.OrdinalIgnoreCase));
}
