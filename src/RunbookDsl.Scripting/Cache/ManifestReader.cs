using System.Buffers.Binary;
using System.Text;
using RunbookDsl.Scripting.Compiling;

namespace RunbookDsl.Scripting.Cache;

/// <summary>
/// Reads what <see cref="ManifestWriter"/> wrote. Every start passes here, so it is loops over bytes:
/// readers, lambdas and generics of the framework each cost the just-in-time compiler something.
/// </summary>
internal sealed class ManifestReader
{
    private readonly byte[] _bytes;
    private int _at;

    private ManifestReader(byte[] bytes) => _bytes = bytes;

    /// <summary>Null when the bytes are not a whole manifest of this version.</summary>
    /// <exception cref="ArgumentException">The hash is right but the fields are not.</exception>
    public static CacheManifest? Read(byte[] bytes)
    {
        if (bytes.Length <= ManifestWriter.HashLength)
        {
            return null;
        }

        var reader = new ManifestReader(bytes);
        var hash = reader.Hash();
        var isWhole = hash.Equals(ContentHash.Of(bytes.AsSpan(ManifestWriter.HashLength)));
        return isWhole && reader.Number() == ManifestWriter.Version ? reader.Manifest() : null;
    }

    private CacheManifest Manifest() =>
        new()
        {
            Identity = Text(),
            ImageFile = Text(),
            ImageLength = Number(),
            ImageHash = Hash(),
            ClosureHash = Text(),
            EntryToken = Number(),
            Files = Stamps(),
            Assemblies = RuntimeFiles(),
            Natives = RuntimeFiles(),
            Warnings = Diagnostics(),
            Steps = Codes(),
        };

    private FileStamp[] Stamps()
    {
        var items = new FileStamp[Count()];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = new FileStamp
            {
                Path = Text(),
                Kind = (ClosureFileKind)Number(),
                Length = Long(),
                ModifiedTicks = Long(),
                MvidOffset = Number(),
                Mvid = Hash(),
                Hash = Hash(),
            };
        }

        return items;
    }

    private RuntimeFile[] RuntimeFiles()
    {
        var items = new RuntimeFile[Count()];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = new RuntimeFile(Text(), Text(), Number() != 0);
        }

        return items;
    }

    private ScriptDiagnostic[] Diagnostics()
    {
        var items = new ScriptDiagnostic[Count()];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = new ScriptDiagnostic(
                Text(),
                Number(),
                Number(),
                Number(),
                Number(),
                (ScriptSeverity)Number(),
                Text(),
                Text()
            );
        }

        return items;
    }

    // The texts of files and results stand once: a loop over steps makes no copies of them.
    private StepCode[] Codes()
    {
        var texts = new string[Count()];
        for (var i = 0; i < texts.Length; i++)
        {
            texts[i] = Text();
        }

        var items = new StepCode[Count()];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = new StepCode
            {
                File = texts[Below(texts.Length)],
                Line = Number(),
                Column = Number(),
                EndLine = Number(),
                Name = Optional(),
                Hash = Text(),
                ResultType = texts[Below(texts.Length)] is { Length: > 0 } type ? type : null,
            };
        }

        return items;
    }

    private int Below(int count) =>
        Number() is var n && (uint)n < (uint)count ? n : throw new ArgumentException("index");

    private string? Optional() => Text() is { Length: > 0 } text ? text : null;

    // No item is smaller than a byte: a larger count is a lie, and would be an allocation.
    private int Count()
    {
        var count = Number();
        return (uint)count <= (uint)(_bytes.Length - _at) ? count : throw new ArgumentException("count");
    }

    private string Text()
    {
        var length = Count();
        var text = Encoding.UTF8.GetString(_bytes, _at, length);
        _at += length;
        return text;
    }

    private int Number()
    {
        var value = BinaryPrimitives.ReadInt32LittleEndian(_bytes.AsSpan(_at));
        _at += sizeof(int);
        return value;
    }

    private long Long()
    {
        var value = BinaryPrimitives.ReadInt64LittleEndian(_bytes.AsSpan(_at));
        _at += sizeof(long);
        return value;
    }

    private ContentHash Hash() => new((ulong)Long(), (ulong)Long());
}
