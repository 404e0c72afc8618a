using System.Globalization;
using System.Text;

namespace RunbookDsl.Testing;

/// <summary>Names between the wire and text: without the dot at the end, odd bytes as <c>\046</c>.</summary>
internal static class DnsName
{
    private const int LongestLabel = 63;
    private const int LongestName = 255;
    private const int MostPointers = 32;

    /// <summary>
    /// Reads a name and moves <paramref name="at"/> behind it; false when it is broken. The case stays.
    /// </summary>
    /// <param name="message">The whole message, which pointers lead into.</param>
    /// <param name="at">Where the name begins.</param>
    /// <param name="mayPoint">Whether pointers are allowed, which then only lead backwards.</param>
    /// <param name="name">The text; the root is empty.</param>
    public static bool TryRead(ReadOnlySpan<byte> message, ref int at, bool mayPoint, out string name)
    {
        name = "";
        var text = new StringBuilder();
        var (from, length, pointers) = (at, 1, 0);
        var end = -1;
        while (from < message.Length)
        {
            int count = message[from];
            if (count == 0)
            {
                at = end < 0 ? from + 1 : end;
                name = text.ToString();
                return true;
            }
            if (count >= 0xC0)
            {
                if (!mayPoint || from + 1 >= message.Length || ++pointers > MostPointers)
                    return false;
                var target = ((count & 0x3F) << 8) | message[from + 1];
                end = end < 0 ? from + 2 : end;
                if (target >= from)
                    return false;
                from = target;
                continue;
            }
            length += count + 1;
            if (count > LongestLabel || length > LongestName || from + 1 + count > message.Length)
                return false;
            if (text.Length > 0)
                text.Append('.');
            foreach (var b in message.Slice(from + 1, count))
                Escape(b, text);
            from += count + 1;
        }
        return false;
    }

    /// <summary>The labels of a name in text.</summary>
    /// <exception cref="FormatException">It is no name: says why.</exception>
    public static IReadOnlyList<byte[]> Labels(string name)
    {
        var labels = new List<byte[]>();
        var label = new List<byte>();
        var total = 1;
        if (name is "" or ".")
            return labels;
        for (var i = 0; i <= name.Length; i++)
        {
            if (i < name.Length && name[i] != '.')
            {
                label.Add(Byte(name, ref i));
                continue;
            }
            if (i == name.Length && label.Count == 0 && labels.Count > 0)
                break;
            total += label.Count + 1;
            if (label.Count is 0 or > LongestLabel)
                throw new FormatException(
                    $"'{name}' is no name: a part between dots has 1 to {LongestLabel} characters"
                );
            labels.Add([.. label]);
            label.Clear();
        }
        return total <= LongestName
            ? labels
            : throw new FormatException($"'{name}' is no name: it has more than {LongestName} bytes");
    }

    /// <summary>As names are compared and kept: lower case, without the dot at the end.</summary>
    public static string Plain(string name) => name.TrimEnd('.').ToLowerInvariant();

    /// <summary>The name without its first label; null above the top.</summary>
    public static string? Parent(string name)
    {
        if (name.Length == 0)
            return null;
        for (var i = 0; i < name.Length; i++)
            if (name[i] == '\\')
                i++;
            else if (name[i] == '.')
                return name[(i + 1)..];
        return "";
    }

    /// <summary>Whether it is <paramref name="zone"/> or below it.</summary>
    public static bool IsIn(string name, string zone) =>
        zone.Length == 0 || name == zone || name.EndsWith("." + zone, StringComparison.Ordinal);

    private static byte Byte(string name, ref int i)
    {
        if (name[i] != '\\')
            return name[i] < 128
                ? (byte)name[i]
                : throw new FormatException($"'{name}' is no name: write '{name[i]}' in its xn-- form");
        if (
            i + 3 < name.Length
            && byte.TryParse(
                name.AsSpan(i + 1, 3),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var code
            )
        )
        {
            i += 3;
            return code;
        }
        if (++i >= name.Length || name[i] >= 128)
            throw new FormatException($"'{name}' is no name: a backslash stands alone");
        return (byte)name[i];
    }

    private static void Escape(byte b, StringBuilder text)
    {
        if (b is (byte)'.' or (byte)'\\')
            text.Append('\\').Append((char)b);
        else if (b is > 32 and < 127)
            text.Append((char)b);
        else
            text.Append('\\').Append(b.ToString("D3", CultureInfo.InvariantCulture));
    }
}
