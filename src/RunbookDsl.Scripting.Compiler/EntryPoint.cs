using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using Microsoft.CodeAnalysis;

namespace RunbookDsl.Scripting.Compiler;

/// <summary>Finds the emitted entry method.</summary>
internal static class EntryPoint
{
    public static int TokenOf(MemoryStream image, IMethodSymbol method)
    {
        image.Position = 0;
        using var reader = new PEReader(image, PEStreamOptions.LeaveOpen);
        var metadata = reader.GetMetadataReader();
        foreach (var handle in metadata.MethodDefinitions)
        {
            var definition = metadata.GetMethodDefinition(handle);
            var type = metadata.GetTypeDefinition(definition.GetDeclaringType());
            if (
                metadata.StringComparer.Equals(definition.Name, method.MetadataName)
                && metadata.StringComparer.Equals(type.Name, method.ContainingType.MetadataName)
            )
            {
                return MetadataTokens.GetToken(handle);
            }
        }

        throw new InvalidOperationException($"The compiler emitted no {method.MetadataName}.");
    }
}
