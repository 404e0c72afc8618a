namespace RunbookDsl.Journal;

/// <summary>What is in an open file. Nothing written is durable before its barrier.</summary>
internal interface IContent
{
    /// <summary>pread(2): the bytes read, 0 at the end, or the negative error.</summary>
    long Read(int file, Span<byte> into, long offset);

    /// <summary>pwrite(2): the bytes taken, which may be fewer than given, or the negative error.</summary>
    long Write(int file, ReadOnlySpan<byte> bytes, long offset);

    /// <summary>ftruncate(2).</summary>
    int SetLength(int file, long length);
}
