using System.Buffers.Binary;

namespace RunbookDsl.Testing;

/// <summary>
/// The first packet of a connection, the only one without a type. See PostgreSQL, "Message Formats".
/// </summary>
/// <param name="Bytes">All of it, as it came.</param>
internal sealed record StartupPacket(byte[] Bytes)
{
    private const int Longest = 16 * 1024;
    private const int Cancellation = 80877102;
    private const int Ssl = 80877103;
    private const int Gss = 80877104;

    private int Code => BinaryPrimitives.ReadInt32BigEndian(Bytes.AsSpan(4));

    /// <summary>Whether it asks for encryption, which we do not offer.</summary>
    public bool AsksForEncryption => Code is Ssl or Gss;

    /// <summary>Whether it asks to cancel what another connection does.</summary>
    public bool IsCancellation => Code == Cancellation;

    /// <summary>For a cancellation: whose, as <see cref="KeyOf"/> says.</summary>
    public string Key => KeyOf(Bytes.AsSpan(8));

    /// <summary>Whether it opens a connection that carries a replication stream.</summary>
    public bool IsReplication =>
        Parameter("replication") is not (null or "" or "0" or "f" or "false" or "off" or "no" or "n");

    /// <summary>
    /// Whether a subscription's worker asks: a server by itself, whenever it sees fit, and no step.
    /// </summary>
    public bool IsSubscription =>
        Parameter("replication") == "database"
        && Parameter("application_name")?.StartsWith("rb:", StringComparison.Ordinal) != true;

    /// <summary>What the server calls a session: process and secret.</summary>
    public static string KeyOf(ReadOnlySpan<byte> key) => Convert.ToHexString(key);

    /// <summary>Reads it; null when the client has gone, or sent anything else.</summary>
    public static async Task<StartupPacket?> ReadAsync(Stream stream, CancellationToken closed)
    {
        var length = new byte[4];
        if (await stream.ReadAtLeastAsync(length, 4, false, closed).ConfigureAwait(false) < 4)
            return null;
        var count = BinaryPrimitives.ReadInt32BigEndian(length);
        if (count is < 8 or > Longest)
            return null;
        var packet = new byte[count];
        length.CopyTo(packet, 0);
        await stream.ReadExactlyAsync(packet.AsMemory(4), closed).ConfigureAwait(false);
        return new(packet);
    }

    private string? Parameter(string wanted)
    {
        for (var at = 8; at < Bytes.Length && Bytes[at] != 0; )
        {
            var (name, afterName) = WireMessages.Text(Bytes, at);
            var (value, next) = WireMessages.Text(Bytes, afterName);
            if (name == wanted)
                return value;
            at = next;
        }
        return null;
    }
}
