namespace RunbookDsl.Testing;

/// <summary>One resource record.</summary>
/// <param name="Id">Unique in the world; 32 lowercase hexadecimal digits.</param>
/// <param name="Name">Full name, lower case, without the dot at the end.</param>
/// <param name="Type">Upper case: <c>A</c>, <c>CNAME</c>.</param>
/// <param name="Content">As in a zone file, without the name: an address, a name, <c>10 mail.x.org</c> for
/// MX.</param>
/// <param name="Ttl">Seconds. 1 means automatic, 300.</param>
public sealed record ZoneRecord(string Id, string Name, string Type, string Content, int Ttl)
{
    /// <summary>
    /// Whether the provider answers with an address of its own and hides the content. Default false.
    /// </summary>
    public bool IsProxied { get; init; }

    /// <summary>Free text. Default null.</summary>
    public string? Comment { get; init; }

    /// <summary>Seconds that a resolver may keep the answer.</summary>
    public int ServedTtl => IsProxied || Ttl == 1 ? 300 : Ttl;
}
