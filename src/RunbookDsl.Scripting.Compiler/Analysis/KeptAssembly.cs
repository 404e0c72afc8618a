using Microsoft.CodeAnalysis;

namespace RunbookDsl.Scripting.Compiler;

/// <summary>An assembly that was read once for several compilations.</summary>
internal sealed record KeptAssembly(
    string Name,
    Version Version,
    PortableExecutableReference Reference,
    DateTime Written,
    long Length
);
