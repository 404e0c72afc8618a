namespace RunbookDsl.Dns;

/// <summary>One change of a zone's records, as it is asked of the provider. Null values are left as they
/// are.</summary>
/// <param name="Kind">What happens to the record.</param>
public sealed record RecordWrite(EditKind Kind)
{
    /// <summary>Id of the record that is there; null for a new one.</summary>
    public string? Id { get; init; }

    /// <summary>Type of a new one; null for one that is there.</summary>
    public string? Type { get; init; }

    /// <summary>Full name of a new one; null for one that is there.</summary>
    public string? Name { get; init; }

    /// <summary>Address, name or text.</summary>
    public string? Content { get; init; }

    /// <summary>Seconds; 1 leaves it to the provider.</summary>
    public long? Ttl { get; init; }

    /// <summary>Whether the provider answers in its place.</summary>
    public bool? IsProxied { get; init; }

    /// <summary>Sets what an edit touches: nothing else is set to what it was a moment ago.</summary>
    internal static RecordWrite Set(string id, RecordValues wanted, RecordEdit edit) =>
        new(EditKind.Set)
        {
            Id = id,
            Content = edit.Content is null ? null : wanted.Content,
            Ttl = edit.Ttl is null && edit.IsProxied is null ? null : wanted.Ttl,
            IsProxied = edit.IsProxied is null ? null : wanted.IsProxied,
        };

    internal static RecordWrite Add(RecordEdit edit, RecordValues values) =>
        new(EditKind.Add)
        {
            Type = edit.Type,
            Name = edit.Name,
            Content = values.Content,
            Ttl = values.IsProxied ? RecordValues.Automatic : values.Ttl,
            IsProxied = values.IsProxied,
        };

    internal static RecordWrite Remove(string id) => new(EditKind.Remove) { Id = id };
}
