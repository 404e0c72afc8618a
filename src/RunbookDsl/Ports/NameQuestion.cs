namespace RunbookDsl;

/// <summary>A question to a name server.</summary>
/// <param name="Name">Full name, with or without the dot at the end.</param>
/// <param name="Type">Type of the records: <c>A</c>, <c>TXT</c>.</param>
public sealed record NameQuestion(string Name, string Type)
{
    /// <summary>
    /// Name or address of the server: one that answers for the zone tells how it is now, a resolver may tell
    /// what it was. Null is the resolver of this machine.
    /// </summary>
    public string? Server { get; init; }
}
