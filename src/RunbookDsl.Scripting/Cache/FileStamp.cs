using RunbookDsl.Scripting.Compiling;

namespace RunbookDsl.Scripting.Cache;

/// <summary>
/// What the cache remembers of one file, enough to say whether it is still what was compiled.
/// </summary>
internal sealed class FileStamp
{
    private const int MvidLength = 16;

    public required string Path { get; init; }

    public required ClosureFileKind Kind { get; init; }

    public required long Length { get; init; }

    public required long ModifiedTicks { get; init; }

    /// <summary>Where in the file the module version id lies; -1 for what is not an assembly.</summary>
    public required int MvidOffset { get; init; }

    public required ContentHash Mvid { get; init; }

    public required ContentHash Hash { get; init; }

    public static FileStamp Of(ClosureFile file)
    {
        var offset = file.Kind is ClosureFileKind.ScriptAssembly or ClosureFileKind.HostAssembly
            ? ModuleVersion.FindOffset(file.Content)
            : -1;
        return new FileStamp
        {
            Path = file.Path,
            Kind = file.Kind,
            Length = file.Content.Length,
            ModifiedTicks = File.GetLastWriteTimeUtc(file.Path).Ticks,
            MvidOffset = offset,
            Mvid = offset < 0 ? default : ContentHash.Of(file.Content.AsSpan(offset, MvidLength)),
            Hash = ContentHash.Of(file.Content),
        };
    }

    /// <summary>True when compiling again would read the same. An unreadable file is a changed one.</summary>
    public bool IsCurrent()
    {
        try
        {
            return Kind switch
            {
                ClosureFileKind.Missing => !System.IO.Path.Exists(Path),
                ClosureFileKind.Source or ClosureFileKind.LockFile => HasSameContent(),
                _ => HasSameModule(),
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    // Scripts are small: reading them costs less than the ways in which length and time can agree by
    // accident.
    private bool HasSameContent()
    {
        using var handle = File.OpenHandle(Path);
        if (RandomAccess.GetLength(handle) != Length)
        {
            return false;
        }

        var content = new byte[Length];
        return Fill(handle, content, 0) && ContentHash.Of(content).Equals(Hash);
    }

    private bool HasSameModule()
    {
        using var handle = File.OpenHandle(Path);
        if (RandomAccess.GetLength(handle) != Length)
        {
            return false;
        }

        if (MvidOffset < 0 || File.GetLastWriteTimeUtc(handle).Ticks != ModifiedTicks)
        {
            return HasSameContent();
        }

        Span<byte> mvid = stackalloc byte[MvidLength];
        return Fill(handle, mvid, MvidOffset) && ContentHash.Of(mvid).Equals(Mvid);
    }

    private static bool Fill(
        Microsoft.Win32.SafeHandles.SafeFileHandle handle,
        Span<byte> target,
        long offset
    )
    {
        while (target.Length > 0)
        {
            var count = RandomAccess.Read(handle, target, offset);
            if (count == 0)
            {
                return false;
            }

            target = target[count..];
            offset += count;
        }

        return true;
    }
}
