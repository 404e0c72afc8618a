using System.Security.Cryptography;
using System.Text;
using RunbookDsl.Scripting.Compiling;

namespace RunbookDsl.Scripting.Cache;

/// <summary>
/// SHA-256 over what the author wrote and brought: sources by relative path and text, lock file, own
/// assemblies. The host's version is not in it, so an upgraded tool resumes a run of the same script.
/// Computed once, when compiling.
/// </summary>
internal static class ClosureDigest
{
    public static string Of(CompiledScript compiled, string entryPath)
    {
        var root = Path.GetDirectoryName(entryPath) ?? entryPath;
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in compiled.Files)
        {
            if (file.Kind is ClosureFileKind.HostAssembly or ClosureFileKind.Missing)
            {
                continue;
            }

            var name = Path.GetRelativePath(root, file.Path).Replace('\\', '/');
            digest.AppendData(Encoding.UTF8.GetBytes($"{(int)file.Kind}\n{name}\n{file.Content.Length}\n"));
            digest.AppendData(file.Content);
        }

        return Convert.ToHexStringLower(digest.GetHashAndReset());
    }
}
