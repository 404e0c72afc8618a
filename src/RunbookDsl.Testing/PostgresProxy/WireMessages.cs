using System.Buffers.Binary;
using System.Text;

namespace RunbookDsl.Testing;

/// <summary>Messages that the proxy makes itself, and fields of those it reads.</summary>
internal static class WireMessages
{
    /// <summary>An error of the server's kind.</summary>
    public static byte[] Error(string state, string text, string severity = "ERROR") =>
        Of('E', $"S{severity}\0V{severity}\0C{state}\0M{text}\0\0");

    /// <summary>The server is ready; <paramref name="transaction"/> is <c>I</c>, <c>T</c> or
    /// <c>E</c>.</summary>
    public static byte[] Ready(char transaction) => Of('Z', transaction.ToString());

    /// <summary>A simple query.</summary>
    public static byte[] Query(string sql) => Of('Q', sql + "\0");

    /// <summary>A statement to prepare, without a name.</summary>
    public static byte[] Parse(string sql) => Of('P', $"\0{sql}\0\0\0");

    /// <summary>The text up to the zero byte, and where the next one begins.</summary>
    public static (string Text, int Next) Text(ReadOnlySpan<byte> body, int at)
    {
        var rest = body[Math.Min(at, body.Length)..];
        var end = rest.IndexOf((byte)0);
        return end < 0
            ? (Encoding.UTF8.GetString(rest), body.Length)
            : (Encoding.UTF8.GetString(rest[..end]), at + end + 1);
    }

    /// <summary>One field of an error, such as <c>C</c>; empty when it has none.</summary>
    public static string Field(ReadOnlySpan<byte> body, char field)
    {
        for (var at = 0; at < body.Length && body[at] != 0; )
        {
            var name = (char)body[at];
            var (text, next) = Text(body, at + 1);
            if (name == field)
                return text;
            at = next;
        }
        return "";
    }

    private static byte[] Of(char type, string body)
    {
        var count = Encoding.UTF8.GetByteCount(body);
        var message = new byte[count + 5];
        message[0] = (byte)type;
        BinaryPrimitives.WriteInt32BigEndian(message.AsSpan(1), count + 4);
        Encoding.UTF8.GetBytes(body, message.AsSpan(5));
        return message;
    }
}
