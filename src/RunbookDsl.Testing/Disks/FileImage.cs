namespace RunbookDsl.Testing;

/// <summary>Bytes with a length, that grow with zeros.</summary>
internal sealed class FileImage
{
    private byte[] _bytes = [];

    internal int Length { get; private set; }

    internal ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, Length);

    internal void Write(ReadOnlySpan<byte> bytes, long offset)
    {
        Grow((int)offset + bytes.Length);
        bytes.CopyTo(_bytes.AsSpan((int)offset));
    }

    internal void Grow(int length)
    {
        if (length <= Length)
            return;
        if (length > _bytes.Length)
            Array.Resize(ref _bytes, Math.Max(length, 2 * _bytes.Length));
        Length = length;
    }

    internal void Cut(int length)
    {
        if (length < Length)
        {
            Array.Clear(_bytes, length, Length - length);
            Length = length;
        }
        else
            Grow(length);
    }

    internal void Apply(PendingWrite write)
    {
        if (write.Bytes is { } bytes)
            Write(bytes, write.Offset);
        else
            Cut((int)write.Offset);
    }

    internal void Become(FileImage other)
    {
        if (_bytes.Length < other.Length)
            _bytes = new byte[other.Length];
        else if (Length > other.Length)
            Array.Clear(_bytes, other.Length, Length - other.Length);
        other.Bytes.CopyTo(_bytes);
        Length = other.Length;
    }
}
