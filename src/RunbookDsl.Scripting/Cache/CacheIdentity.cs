using System.Text;
using RunbookDsl.Scripting.Compiling;

namespace RunbookDsl.Scripting.Cache;

/// <summary>
/// Everything but file contents that decides a compilation. The absolute path is in it because caller-file
/// arguments and the PDB bake it into the assembly.
/// </summary>
internal static class CacheIdentity
{
    public static string Of(CompileRequest request, string profile)
    {
        var text = new StringBuilder(512);
        Append(text, typeof(CacheIdentity));
        // The runtime's own module stands for its version; Environment.Version costs reflection on
        // attributes.
        Append(text, typeof(object));
        text.Append(request.Path).Append('\n').Append(profile).Append('\n');
        text.Append(request.Release ? "release" : "debug").Append('\n');
        text.Append(request.ReferenceDirectory).Append('\n').Append(request.PackagesFolder).Append('\n');
        Append(text, request.Imports);
        Append(text, request.SharedAssemblies);
        return text.ToString();
    }

    private static void Append(StringBuilder text, Type type)
    {
        Span<byte> version = stackalloc byte[16];
        type.Module.ModuleVersionId.TryWriteBytes(version);
        text.Append(ContentHash.Of(version).ToString()).Append('\n');
    }

    private static void Append(StringBuilder text, IReadOnlyList<string> items)
    {
        for (var i = 0; i < items.Count; i++)
        {
            text.Append(items[i]).Append('\n');
        }

        text.Append('\n');
    }
}
