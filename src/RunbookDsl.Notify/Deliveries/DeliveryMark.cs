namespace RunbookDsl.Notify;

/// <summary>
/// What a message is known by, at the provider too: its own name, or that of the step's one logical attempt.
/// </summary>
/// <param name="Name">The name that the author gave; null names it after run and step.</param>
public sealed record DeliveryMark(string? Name)
{
    private const int Longest = 100;

    internal static DeliveryMark None { get; } = new((string?)null);

    internal string Text(StepContext context) => Name is null ? context.IdempotencyKey : $"once/{Name}";

    internal Fact[] Facts => Name is null ? [] : [new("once", Name)];

    internal static DeliveryMark Of(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return
            name.Length is > 0 and <= Longest
            && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
            ? new(name)
            : throw new ArgumentException(
                $"Once(\"{name}\") wants a name of 1 to {Longest} letters, digits, '-', '_' and '.': "
                    + "\"migration-2026-12-05\"."
            );
    }
}
