namespace RunbookDsl;

/// <summary>A record of the name system.</summary>
/// <param name="Name">Its owner, lower case, without the dot at the end.</param>
/// <param name="Type">Upper case: <c>A</c>, <c>CNAME</c>; <c>TYPE65280</c> where there is no name.</param>
/// <param name="Content">As in a zone file, names without the dot at the end, text in quotes.</param>
/// <param name="Ttl">How long it may be kept from now on.</param>
public sealed record NameRecord(string Name, string Type, string Content, TimeSpan Ttl);
