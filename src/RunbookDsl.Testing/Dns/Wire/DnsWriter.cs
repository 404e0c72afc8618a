namespace RunbookDsl.Testing;

/// <summary>Writes messages, with pointers for names that are there already (RFC 1035, 4.1.4).</summary>
internal sealed class DnsWriter
{
    private const int FarthestPointer = 0x3FFF;
    private readonly List<byte> _bytes = new(512);
    private readonly Dictionary<string, int> _names = new(StringComparer.Ordinal);

    public int Length => _bytes.Count;

    public void Number(int value)
    {
        _bytes.Add((byte)(value >> 8));
        _bytes.Add((byte)value);
    }

    public void Long(uint value)
    {
        Number((int)(value >> 16));
        Number((int)(value & 0xFFFF));
    }

    public void Bytes(ReadOnlySpan<byte> bytes) => _bytes.AddRange(bytes);

    /// <summary>Echoes a question; later names may point into it.</summary>
    public void Question(string name, ReadOnlySpan<byte> raw)
    {
        var at = Length;
        for (var rest = name; rest.Length > 0; rest = DnsName.Parent(rest)!)
        {
            Remember(rest, at);
            at += 1 + raw[at - DnsQuery.HeaderLength];
        }
        Bytes(raw);
    }

    public void Name(string name, bool mayPoint = true)
    {
        var rest = name;
        foreach (var label in DnsName.Labels(name))
        {
            if (mayPoint && _names.TryGetValue(rest, out var there))
            {
                Number(0xC000 | there);
                return;
            }
            Remember(rest, Length);
            _bytes.Add((byte)label.Length);
            Bytes(label);
            rest = DnsName.Parent(rest)!;
        }
        _bytes.Add(0);
    }

    public void Record(DnsRecord record)
    {
        Name(record.Name);
        Number(record.Type);
        Number(1);
        Long((uint)record.Ttl);
        var start = Length;
        Number(0);
        foreach (var piece in record.Data)
            if (piece.Name is { } name)
                Name(name, piece.MayPoint);
            else
                Bytes(piece.Bytes);
        var length = Length - start - 2;
        if (length > ushort.MaxValue)
            throw new FormatException($"the data of {record.Name} has {length} bytes");
        (_bytes[start], _bytes[start + 1]) = ((byte)(length >> 8), (byte)length);
    }

    public byte[] ToArray() => [.. _bytes];

    private void Remember(string name, int at)
    {
        if (at <= FarthestPointer)
            _names.TryAdd(name, at);
    }
}
