using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace RunbookDsl.Scripting.Cache;

/// <summary>
/// Finds the module version id in an assembly's bytes. Used when an entry is written, never on a hit.
/// </summary>
internal static class ModuleVersion
{
    public static int FindOffset(byte[] image)
    {
        try
        {
            using var reader = new PEReader(new MemoryStream(image, writable: false));
            var metadata = reader.GetMetadataReader();
            var mvid = metadata.GetGuid(metadata.GetModuleDefinition().Mvid).ToByteArray();
            return image.AsSpan().IndexOf(mvid);
        }
        catch (BadImageFormatException)
        {
            return -1;
        }
    }
}
