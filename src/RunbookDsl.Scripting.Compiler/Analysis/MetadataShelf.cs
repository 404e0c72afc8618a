using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;

namespace RunbookDsl.Scripting.Compiler;

/// <summary>
/// The assemblies that an editor's compilations have in common, with their documentation. The compiler
/// recognises a reference by its object: the same one again costs it nothing.
/// </summary>
public sealed class MetadataShelf
{
    private readonly ConcurrentDictionary<string, KeptAssembly?> _files = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, PortableExecutableReference[]> _frameworks = new(
        StringComparer.Ordinal
    );

    internal static PortableExecutableReference[] ReadFramework(string directory) =>
        [
            .. Directory
                .EnumerateFiles(directory, "*.dll")
                .Select(path => MetadataReference.CreateFromFile(path)),
        ];

    internal PortableExecutableReference[] Framework(string directory) =>
        _frameworks.GetOrAdd(directory, ReadFramework);

    /// <summary>The assembly at a path as it is now; null when it is not there or is none.</summary>
    internal KeptAssembly? Find(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
            return null;
        if (
            _files.TryGetValue(path, out var known)
            && known is not null
            && known.Written == file.LastWriteTimeUtc
            && known.Length == file.Length
        )
            return known;
        return _files[path] = Read(file);
    }

    private static KeptAssembly? Read(FileInfo file)
    {
        try
        {
            var content = File.ReadAllBytes(file.FullName);
            if (ReferenceSet.Identify(content) is not var (name, version))
                return null;
            var reference = MetadataReference.CreateFromImage(
                content,
                documentation: new AssemblyDocumentation(Path.ChangeExtension(file.FullName, ".xml")),
                filePath: file.FullName
            );
            return new(name, version, reference, file.LastWriteTimeUtc, file.Length);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
