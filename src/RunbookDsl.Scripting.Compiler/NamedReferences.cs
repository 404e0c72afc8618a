using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace RunbookDsl.Scripting.Compiler;

/// <summary>
/// Roslyn takes one assembly per <c>#r</c>, a package has many: all references are therefore added to the
/// compilation, and a directive only has to resolve to something that is among them.
/// </summary>
internal sealed class NamedReferences(string referenceDirectory) : MetadataReferenceResolver
{
    private readonly PortableExecutableReference _known = MetadataReference.CreateFromFile(
        Path.Combine(referenceDirectory, "System.Runtime.dll")
    );

    public override ImmutableArray<PortableExecutableReference> ResolveReference(
        string reference,
        string? baseFilePath,
        MetadataReferenceProperties properties
    ) => [_known];

    public override bool Equals(object? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => 0;
}
