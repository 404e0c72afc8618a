using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.CompilerServices;
using RunbookDsl.Scripting.Cache;
using RunbookDsl.Scripting.Compiling;

namespace RunbookDsl.Scripting.Loading;

/// <summary>
/// The files behind a script's <c>#r "x.dll"</c>: with their symbols and with what they need themselves and
/// lies beside them, as a build leaves it.
/// </summary>
internal static class LibraryFiles
{
    public static IReadOnlyList<string> Of(CacheManifest manifest)
    {
        List<string>? files = null;
        foreach (var file in manifest.Files)
        {
            if (file.Kind == ClosureFileKind.LockFile)
            {
                (files ??= []).Add(file.Path);
            }
        }

        foreach (var assembly in manifest.Assemblies)
        {
            if (assembly.MayChange)
            {
                AddWithNeeds(files ??= [], assembly.Path);
            }
        }

        return files ?? (IReadOnlyList<string>)[];
    }

    // Apart: a start without such a library does not load the reader of metadata.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void AddWithNeeds(List<string> files, string path)
    {
        if (files.Contains(path) || !File.Exists(path))
        {
            return;
        }

        files.Add(path);
        var symbols = Path.ChangeExtension(path, ".pdb");
        if (File.Exists(symbols))
        {
            files.Add(symbols);
        }

        foreach (var name in NeedsOf(path))
        {
            if (!ScriptLoadContext.IsShared(name))
            {
                AddWithNeeds(files, Path.Combine(Path.GetDirectoryName(path) ?? "", name + ".dll"));
            }
        }
    }

    private static List<string> NeedsOf(string path)
    {
        var names = new List<string>();
        using var reader = new PEReader(new MemoryStream(File.ReadAllBytes(path), writable: false));
        if (!reader.HasMetadata)
        {
            return names;
        }

        var metadata = reader.GetMetadataReader();
        foreach (var handle in metadata.AssemblyReferences)
        {
            names.Add(metadata.GetString(metadata.GetAssemblyReference(handle).Name));
        }

        return names;
    }
}
