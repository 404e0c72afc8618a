using System.Buffers.Binary;
using System.Text;
using RunbookDsl.Scripting.Compiling;

namespace RunbookDsl.Scripting.Cache;

/// <summary>
/// The manifest's bytes: a 128-bit hash of the rest, a format number, the fields. A torn, truncated or
/// foreign file fails the hash and is a miss, which is why nothing here needs a sync to disk.
/// </summary>
internal static class ManifestWriter
{
    public const int Version = 2;
    public const int HashLength = 16;

    public static byte[] Write(CacheManifest manifest)
    {
        var stream = new MemoryStream();
        stream.Write(stackalloc byte[HashLength]);
        using (var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(Version);
            Write(writer, manifest.Identity);
            Write(writer, manifest.ImageFile);
            writer.Write(manifest.ImageLength);
            Write(writer, manifest.ImageHash);
            Write(writer, manifest.ClosureHash);
            writer.Write(manifest.EntryToken);
            Write(writer, manifest.Files, Write);
            Write(writer, manifest.Assemblies, Write);
            Write(writer, manifest.Natives, Write);
            Write(writer, manifest.Warnings, Write);
            Write(writer, manifest.Steps);
        }

        var bytes = stream.ToArray();
        var hash = ContentHash.Of(bytes.AsSpan(HashLength));
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, hash.High);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(8), hash.Low);
        return bytes;
    }

    private static void Write<T>(BinaryWriter writer, T[] items, Action<BinaryWriter, T> write)
    {
        writer.Write(items.Length);
        foreach (var item in items)
        {
            write(writer, item);
        }
    }

    private static void Write(BinaryWriter writer, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        writer.Write(bytes.Length);
        writer.Write(bytes);
    }

    private static void Write(BinaryWriter writer, ContentHash hash)
    {
        writer.Write(hash.High);
        writer.Write(hash.Low);
    }

    private static void Write(BinaryWriter writer, FileStamp stamp)
    {
        Write(writer, stamp.Path);
        writer.Write((int)stamp.Kind);
        writer.Write(stamp.Length);
        writer.Write(stamp.ModifiedTicks);
        writer.Write(stamp.MvidOffset);
        Write(writer, stamp.Mvid);
        Write(writer, stamp.Hash);
    }

    private static void Write(BinaryWriter writer, StepCode[] steps)
    {
        var texts = new List<string> { "" };
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal) { [""] = 0 };
        foreach (var step in steps)
        {
            foreach (var text in (ReadOnlySpan<string>)[step.File, step.ResultType ?? ""])
            {
                if (numbers.TryAdd(text, texts.Count))
                {
                    texts.Add(text);
                }
            }
        }

        Write(writer, texts.ToArray(), Write);
        Write(writer, steps, (to, step) => Write(to, step, numbers));
    }

    private static void Write(BinaryWriter writer, StepCode step, Dictionary<string, int> numbers)
    {
        writer.Write(numbers[step.File]);
        writer.Write(step.Line);
        writer.Write(step.Column);
        writer.Write(step.EndLine);
        Write(writer, step.Name ?? "");
        Write(writer, step.Hash);
        writer.Write(numbers[step.ResultType ?? ""]);
    }

    private static void Write(BinaryWriter writer, RuntimeFile file)
    {
        Write(writer, file.Name);
        Write(writer, file.Path);
        writer.Write(file.MayChange ? 1 : 0);
    }

    private static void Write(BinaryWriter writer, ScriptDiagnostic diagnostic)
    {
        Write(writer, diagnostic.File);
        writer.Write(diagnostic.Line);
        writer.Write(diagnostic.Column);
        writer.Write(diagnostic.EndLine);
        writer.Write(diagnostic.EndColumn);
        writer.Write((int)diagnostic.Severity);
        Write(writer, diagnostic.Id);
        Write(writer, diagnostic.Message);
    }
}
