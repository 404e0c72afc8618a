using System.Buffers.Binary;
using System.Text;
using RunbookDsl.Scripting.Compiling;

namespace RunbookDsl.Scripting.Cache;

/// <summary>
/// The manifest's bytes: a 128-bit hash of the rest, a format number, the fields. A torn, truncated or foreign file fails
/// the hash and is a miss, which is why nothing here needs a sync to disk.
/// </summary>
internal static class ManifestFormat
{
    private const int Version = 1;
    private const int HashLength = 16;

    public static byte[] Write(CacheManifest manifest)
    {
        var stream = new MemoryStream();
        stream.Write(stackalloc byte[HashLength]);
        using (var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(Version);
            writer.Write(manifest.Identity);
            writer.Write(manifest.ImageFile);
            writer.Write(manifest.ImageLength);
            Write(writer, manifest.ImageHash);
            writer.Write(manifest.ClosureHash);
            writer.Write(manifest.EntryType);
            writer.Write(manifest.EntryMethod);
            Write(writer, manifest.Files, Write);
            Write(writer, manifest.Assemblies, Write);
            Write(writer, manifest.Natives, Write);
            Write(writer, manifest.Warnings, Write);
        }

        var bytes = stream.ToArray();
        var hash = ContentHash.Of(bytes.AsSpan(HashLength));
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, hash.High);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(8), hash.Low);
        return bytes;
    }

    /// <summary>Null when the bytes are not a whole manifest of this version.</summary>
    public static CacheManifest? Read(byte[] bytes)
    {
        if (bytes.Length <= HashLength)
        {
            return null;
        }

        using var reader = new BinaryReader(new MemoryStream(bytes, writable: false), Encoding.UTF8);
        var hash = ReadHash(reader);
        if (!hash.Equals(ContentHash.Of(bytes.AsSpan(HashLength))) || reader.ReadInt32() != Version)
        {
            return null;
        }

        return new CacheManifest
        {
            Identity = reader.ReadString(),
            ImageFile = reader.ReadString(),
            ImageLength = reader.ReadInt32(),
            ImageHash = ReadHash(reader),
            ClosureHash = reader.ReadString(),
            EntryType = reader.ReadString(),
            EntryMethod = reader.ReadString(),
            Files = Read(reader, ReadStamp),
            Assemblies = Read(reader, ReadRuntimeFile),
            Natives = Read(reader, ReadRuntimeFile),
            Warnings = Read(reader, ReadDiagnostic),
        };
    }

    private static void Write<T>(BinaryWriter writer, T[] items, Action<BinaryWriter, T> write)
    {
        writer.Write(items.Length);
        foreach (var item in items)
        {
            write(writer, item);
        }
    }

    private static T[] Read<T>(BinaryReader reader, Func<BinaryReader, T> read)
    {
        var count = reader.ReadInt32();
        if (count == 0)
        {
            return [];
        }

        var items = new T[count];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = read(reader);
        }

        return items;
    }

    private static void Write(BinaryWriter writer, ContentHash hash)
    {
        writer.Write(hash.High);
        writer.Write(hash.Low);
    }

    private static ContentHash ReadHash(BinaryReader reader) => new(reader.ReadUInt64(), reader.ReadUInt64());

    private static void Write(BinaryWriter writer, FileStamp stamp)
    {
        writer.Write(stamp.Path);
        writer.Write((byte)stamp.Kind);
        writer.Write(stamp.Length);
        writer.Write(stamp.ModifiedTicks);
        writer.Write(stamp.MvidOffset);
        Write(writer, stamp.Mvid);
        Write(writer, stamp.Hash);
    }

    private static FileStamp ReadStamp(BinaryReader reader) =>
        new()
        {
            Path = reader.ReadString(),
            Kind = (ClosureFileKind)reader.ReadByte(),
            Length = reader.ReadInt64(),
            ModifiedTicks = reader.ReadInt64(),
            MvidOffset = reader.ReadInt32(),
            Mvid = ReadHash(reader),
            Hash = ReadHash(reader),
        };

    private static void Write(BinaryWriter writer, RuntimeFile file)
    {
        writer.Write(file.Name);
        writer.Write(file.Path);
        writer.Write(file.MayChange);
    }

    private static RuntimeFile ReadRuntimeFile(BinaryReader reader) =>
        new(reader.ReadString(), reader.ReadString(), reader.ReadBoolean());

    private static void Write(BinaryWriter writer, ScriptDiagnostic diagnostic)
    {
        writer.Write(diagnostic.File);
        writer.Write(diagnostic.Line);
        writer.Write(diagnostic.Column);
        writer.Write(diagnostic.EndLine);
        writer.Write(diagnostic.EndColumn);
        writer.Write((byte)diagnostic.Severity);
        writer.Write(diagnostic.Id);
        writer.Write(diagnostic.Message);
    }

    private static ScriptDiagnostic ReadDiagnostic(BinaryReader reader) =>
        new(
            reader.ReadString(),
            reader.ReadInt32(),
            reader.ReadInt32(),
            reader.ReadInt32(),
            reader.ReadInt32(),
            (ScriptSeverity)reader.ReadByte(),
            reader.ReadString(),
            reader.ReadString()
        );
}
