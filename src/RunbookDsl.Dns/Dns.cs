namespace RunbookDsl.Dns;

/// <summary>Looks at the name system, and waits for it.</summary>
public static class Dns
{
    /// <summary>Every server that answers for a name's zone; the default of all looks.</summary>
    public static NameServers Authoritative => NameServers.Authoritative;

    /// <summary>The resolver of this machine.</summary>
    public static NameServers Resolver => NameServers.Resolver;

    /// <summary>Servers by name or address: <c>Dns.Servers("1.1.1.1", "8.8.8.8").AtLeast(1)</c>.</summary>
    public static NameServers Servers(params string[] servers) => NameServers.Of(servers);

    /// <summary>
    /// Asserts what a name leads to. Says nothing of a name that a provider answers for with addresses of its
    /// own: look at the page then, with <c>Http.Get(…)</c>.
    /// </summary>
    /// <param name="name">Full name.</param>
    /// <param name="type"><c>A</c>, <c>AAAA</c>, <c>CNAME</c>, <c>TXT</c> and so on.</param>
    /// <param name="value">Address, name or text that has to be the only answer.</param>
    /// <param name="via">Who is asked; null every server that answers for the zone.</param>
    /// <exception cref="ArgumentException">It cannot be asked; becomes an authoring error at its
    /// line.</exception>
    public static ResolvesCheck AssertResolves(
        string name,
        string type,
        string value,
        NameServers? via = null
    ) => new(NameText.Plain(name), NameText.Type(type), value, via ?? Authoritative);

    /// <summary>
    /// Asserts that the resolver of this machine says of a name what its own servers say: no old answer is
    /// left there.
    /// </summary>
    public static AgreementCheck AssertResolverAgrees(string name, string type = "A") =>
        new(NameText.Plain(name), NameText.Type(type));

    /// <summary>
    /// Asserts that a name may be changed now: its TTL is lowered at all its servers, and the answers with
    /// the TTL before have run out.
    /// </summary>
    /// <param name="lowered">The step that lowered it.</param>
    /// <param name="name">Full name.</param>
    /// <param name="type">Type of its record.</param>
    /// <param name="atMost">The longest TTL that is wanted.</param>
    public static TtlCheck AssertTtlLowered(
        Output<RecordsChanged> lowered,
        string name,
        string type,
        TimeSpan atMost
    ) => new(lowered, NameText.Plain(name), NameText.Type(type), atMost);

    /// <summary>
    /// Waits until every answer from before a change has run out: the TTL that was seen before the change,
    /// counted from the change. Does not wait when that time has passed already, also after a resume.
    /// </summary>
    /// <param name="change">The step that changed the records.</param>
    /// <param name="margin">Waited in addition; null 30 s.</param>
    public static AwaitOldAnswersOperation AwaitOldAnswers(
        Output<RecordsChanged> change,
        TimeSpan? margin = null
    ) => new(change, margin ?? TimeSpan.FromSeconds(30));
}
