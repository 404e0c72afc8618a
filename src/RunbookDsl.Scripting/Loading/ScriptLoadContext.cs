using System.Reflection;
using System.Runtime.Loader;
using RunbookDsl.Scripting.Compiling;

namespace RunbookDsl.Scripting.Loading;

/// <summary>
/// A script's own world of assemblies: its image, its <c>#r</c> files and its packages. The language and the framework are
/// the host's, so a spec built by the script is the host's own type.
/// </summary>
internal sealed class ScriptLoadContext(string name, RuntimeFile[] assemblies, RuntimeFile[] natives)
    : AssemblyLoadContext(name, isCollectible: true)
{
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        var path = Find(assemblies, assemblyName.Name) ?? FindBeside(assemblyName.Name);
        return path is null ? null : LoadFromAssemblyPath(path);
    }

    protected override nint LoadUnmanagedDll(string unmanagedDllName)
    {
        var path =
            Find(natives, unmanagedDllName)
            ?? Find(natives, unmanagedDllName + ".so")
            ?? Find(natives, "lib" + unmanagedDllName + ".so")
            ?? Find(natives, unmanagedDllName + ".dylib")
            ?? Find(natives, "lib" + unmanagedDllName + ".dylib")
            ?? Find(natives, unmanagedDllName + ".dll");
        return path is null ? 0 : LoadUnmanagedDllFromPath(path);
    }

    private static string? Find(RuntimeFile[] files, string? wanted)
    {
        foreach (var file in files)
        {
            if (string.Equals(file.Name, wanted, StringComparison.OrdinalIgnoreCase))
            {
                return file.Path;
            }
        }

        return null;
    }

    // What an #r file needs itself lies beside it, as a build leaves it. The host's own assemblies go before.
    private string? FindBeside(string? wanted)
    {
        if (assemblies.Length == 0 || wanted is null || IsShared(wanted))
        {
            return null;
        }

        foreach (var file in assemblies)
        {
            var candidate = Path.Combine(Path.GetDirectoryName(file.Path) ?? "", wanted + ".dll");
            if (File.Exists(candidate))
            {
                return candidate;
            }
        }

        return null;
    }

    private static bool IsShared(string wanted) =>
        wanted.StartsWith("RunbookDsl", StringComparison.Ordinal)
        || wanted is "netstandard" or "mscorlib"
        || File.Exists(
            Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location) ?? "", wanted + ".dll")
        );
}
