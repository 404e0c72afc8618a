namespace RunbookDsl;

/// <summary>One parameter that a step gives its child run.</summary>
/// <param name="Name">The child's name for it.</param>
/// <param name="Text">The value; null while only a later moment knows it.</param>
/// <param name="Output">The step result it comes from; null when it is none.</param>
/// <param name="Late">Reads that result as text.</param>
internal sealed record ChildArgument(
    string Name,
    string? Text,
    Output? Output = null,
    Func<StepContext, string>? Late = null
)
{
    public Fact Fact => new($"with {Name}", Output?.ToString() ?? Text ?? "");

    public string ValueIn(StepContext context) => Late?.Invoke(context) ?? Text ?? "";
}
