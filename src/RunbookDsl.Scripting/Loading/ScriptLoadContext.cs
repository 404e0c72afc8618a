using System.Reflection;
using System.Runtime.Loader;
using RunbookDsl.Scripting.Compiling;

namespace RunbookDsl.Scripting.Loading;

/// <summary>
/// A script's own world of assemblies: its image, its <c>#r</c> files and its packages. The language and the
/// framework are the host's, so a spec built by the script is the host's own type.
/// </summary>
internal sealed class ScriptLoadContext(
    string name,
    RuntimeFile[] assemblies,
    RuntimeFile[] natives,
    SourceArchive? archive
) : AssemblyLoadContext(name, isCollectible: true)
{
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (assemblies.Length == 0 || assemblyName.Name is not { } wanted)
        {
            return null;
        }

        if (Find(assemblies, wanted) is { } file)
        {
            return file.MayChange ? LoadFromMemory(file.Path) : LoadFromAssemblyPath(file.Path);
        }

        return FindBeside(wanted) is { } beside ? LoadFromMemory(beside) : null;
    }

    protected override nint LoadUnmanagedDll(string unmanagedDllName)
    {
        foreach (var prefix in (ReadOnlySpan<string>)["", "lib"])
        {
            foreach (var suffix in (ReadOnlySpan<string>)["", ".so", ".dylib", ".dll"])
            {
                if (Find(natives, prefix + unmanagedDllName + suffix) is { } file)
                {
                    return LoadUnmanagedDllFromPath(file.Path);
                }
            }
        }

        return 0;
    }

    private static RuntimeFile? Find(RuntimeFile[] files, string wanted)
    {
        foreach (var file in files)
        {
            if (string.Equals(file.Name, wanted, StringComparison.OrdinalIgnoreCase))
            {
                return file;
            }
        }

        return null;
    }

    // By path the runtime would hand out what it loaded from there before, and map a file that a build writes
    // over.
    private Assembly LoadFromMemory(string path)
    {
        var symbols = Path.ChangeExtension(path, ".pdb");
        var image = new MemoryStream(Find(path) ?? File.ReadAllBytes(path), writable: false);
        return Find(symbols) is { } found
            ? LoadFromStream(image, new MemoryStream(found, writable: false))
            : LoadFromStream(image);
    }

    private byte[]? Find(string path) =>
        archive?.Find(path) ?? (File.Exists(path) ? File.ReadAllBytes(path) : null);

    // What an #r file needs itself lies beside it, as a build leaves it. The host's own assemblies go before.
    private string? FindBeside(string wanted)
    {
        if (IsShared(wanted))
        {
            return null;
        }

        foreach (var file in assemblies)
        {
            var candidate = Path.Combine(Path.GetDirectoryName(file.Path) ?? "", wanted + ".dll");
            if (file.MayChange && (archive?.Has(candidate) == true || File.Exists(candidate)))
            {
                return candidate;
            }
        }

        return null;
    }

    internal static bool IsShared(string wanted) =>
        wanted.StartsWith("RunbookDsl", StringComparison.Ordinal)
        || wanted is "netstandard" or "mscorlib"
        || File.Exists(
            Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location) ?? "", wanted + ".dll")
        );
}
