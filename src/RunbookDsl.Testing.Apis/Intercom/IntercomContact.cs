namespace RunbookDsl.Testing.Apis;

/// <summary>Somebody who can be written to.</summary>
internal sealed record IntercomContact(
    string Id,
    string? Email,
    string Role,
    string? ExternalId,
    DateTimeOffset Created
)
{
    public string? Name { get; init; }

    /// <summary>Before this time the API does not find it.</summary>
    public DateTimeOffset FoundFrom { get; init; }

    /// <summary>What people call it.</summary>
    public string Said => Email ?? ExternalId ?? Id;
}

/// <summary>A message that was sent.</summary>
internal sealed record IntercomMessage(
    string Id,
    string Kind,
    string? Subject,
    string Body,
    IntercomAdmin From,
    IntercomContact To
);

/// <summary>Something that a contact is said to have done.</summary>
internal sealed record IntercomEvent(string Name, string Who);
