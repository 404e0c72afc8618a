using System.Collections.Concurrent;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace RunbookDsl.Scripting.Compiler;

/// <summary>The bodies of an assembly's small methods, read as data. The assembly is not loaded.</summary>
internal sealed class AssemblyBodies(string path)
{
    private readonly Lazy<PEReader?> _image = new(() => Open(path));
    private readonly ConcurrentDictionary<int, GetterBody?> _known = new();

    /// <summary>What a getter returns as far as it is written out; null when there is no such body.</summary>
    public GetterBody? Of(int token) =>
        _known.GetOrAdd(
            token,
            t =>
            {
                try
                {
                    return _image.Value is { } image ? GetterBody.Read(image, Handle(t)) : null;
                }
                catch (Exception e) when (e is BadImageFormatException or InvalidCastException)
                {
                    return null;
                }
            }
        );

    private static MethodDefinitionHandle Handle(int token) =>
        (MethodDefinitionHandle)MetadataTokens.EntityHandle(token);

    private static PEReader? Open(string path)
    {
        try
        {
            return new PEReader(new MemoryStream(File.ReadAllBytes(path), writable: false));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
