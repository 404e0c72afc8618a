namespace RunbookDsl.Testing;

/// <summary>What a query asks for.</summary>
/// <param name="Name">Lower case, without the dot at the end.</param>
/// <param name="Type">Number of the type.</param>
/// <param name="Class">1 is the internet.</param>
internal sealed record DnsQuestion(string Name, ushort Type, ushort Class = 1)
{
    /// <summary><c>A www.makerepo.com</c>.</summary>
    public override string ToString() => $"{DnsType.Name(Type)} {(Name.Length == 0 ? "." : Name)}";
}
