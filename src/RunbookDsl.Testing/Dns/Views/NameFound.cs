namespace RunbookDsl.Testing;

/// <summary>What the zones say to one name and type, before any alias is followed.</summary>
internal enum NameFound
{
    /// <summary>Records of the type.</summary>
    Records,

    /// <summary>An alias instead.</summary>
    Alias,

    /// <summary>The name is there, the type is not.</summary>
    NoData,

    /// <summary>There is no such name.</summary>
    NoName,

    /// <summary>Servers outside this world answer for it.</summary>
    Referral,

    /// <summary>No zone holds the name.</summary>
    Outside,
}
