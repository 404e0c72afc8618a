namespace RunbookDsl.Hosts;

/// <summary>What was cleared in a Redis.</summary>
/// <param name="Keys">How many keys went in the attempt that succeeded.</param>
/// <param name="Kept">How many with the same begin stayed, being in use. 0 for a cache.</param>
public sealed record RedisClearResult(long Keys, long Kept)
{
    /// <summary><c>1200 keys went, 3 in use stayed</c>.</summary>
    public override string ToString() => $"{Keys} keys went" + (Kept > 0 ? $", {Kept} in use stayed" : "");
}
