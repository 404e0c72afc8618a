namespace RunbookDsl;

/// <summary>The result of an operation that has none. Journaled as <c>null</c>.</summary>
public sealed record Unit
{
    private Unit() { }

    /// <summary>The only value.</summary>
    public static Unit Value { get; } = new();
}
