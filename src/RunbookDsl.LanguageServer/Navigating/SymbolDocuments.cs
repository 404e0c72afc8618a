using System.Text;
using System.Text.Json.Nodes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using RunbookDsl.Scripting.Compiler;

namespace RunbookDsl.LanguageServer;

/// <summary>
/// Read-only documents that show types without source: their public members with their comments. One file a
/// type, so that every editor can open it.
/// </summary>
internal sealed class SymbolDocuments(string directory)
{
    private const int Widest = 100;

    /// <summary>Where a symbol is in the document of its type; null when it cannot be written.</summary>
    public JsonObject? LocationOf(ISymbol symbol, Compilation compilation)
    {
        var root = Occurrences.Root(symbol);
        var type = root as INamedTypeSymbol ?? root.ContainingType?.OriginalDefinition;
        while (type is { IsExtension: true } or { ContainingType: not null })
            type = type.ContainingType;
        if (type is null or { TypeKind: TypeKind.Error } || type.ContainingAssembly is not { } assembly)
            return null;
        var (text, places) = Show(type, compilation);
        var path = Path.Combine(directory, assembly.Name, Safe(type.ToDisplayString()) + ".cs");
        if (!Written(path, text))
            return null;
        var source = Wire.Text(text);
        var start = places.GetValueOrDefault(root, places.GetValueOrDefault(type));
        return Wire.Location(path, source, new TextSpan(start, 0));
    }

    private static (string Text, Dictionary<ISymbol, int> Places) Show(
        INamedTypeSymbol type,
        Compilation compilation
    )
    {
        var text = new StringBuilder();
        var places = new Dictionary<ISymbol, int>(SymbolEqualityComparer.Default);
        text.Append("// ")
            .Append(type.ContainingAssembly.Name)
            .Append(": made from what the assembly says; read-only.\n\n");
        text.Append("namespace ").Append(type.ContainingNamespace.ToDisplayString()).Append(";\n\n");
        Comment(text, type, compilation, "");
        places[type] = text.Length;
        text.Append("public ").Append(SymbolText.Of(type));
        if (type.BaseType is { SpecialType: SpecialType.None } above)
            text.Append(" : ").Append(SymbolText.Of(above));
        text.Append("\n{\n");
        foreach (var member in Members(type))
        {
            Comment(text, member, compilation, "    ");
            places[member.OriginalDefinition] = text.Length + 4;
            text.Append("    public ")
                .Append(member.IsStatic ? "static " : "")
                .Append(Line(member))
                .Append(";\n\n");
        }
        text.Append("}\n");
        return (text.ToString(), places);
    }

    private static IEnumerable<ISymbol> Members(INamedTypeSymbol type) =>
        type.GetMembers()
            .SelectMany(m => m is INamedTypeSymbol { IsExtension: true } block ? block.GetMembers() : [m])
            .Where(m =>
                m is { DeclaredAccessibility: Accessibility.Public, IsImplicitlyDeclared: false }
                && (m.CanBeReferencedByName || m is IMethodSymbol { MethodKind: MethodKind.Constructor })
            );

    private static string Line(ISymbol member) =>
        SymbolText
            .Of(member)
            .Replace(SymbolText.Of(member.ContainingType) + ".", "", StringComparison.Ordinal);

    private static void Comment(StringBuilder text, ISymbol symbol, Compilation compilation, string indent)
    {
        var doc = DocText.Of(symbol, compilation);
        foreach (var part in new[] { doc.Summary, doc.Remarks })
        foreach (var line in Wrapped(part))
            text.Append(indent).Append("/// ").Append(line).Append('\n');
        if (symbol is IMethodSymbol method)
            foreach (var parameter in SymbolText.Given(method.Parameters))
                if (doc.Parameter(parameter.Name) is { Length: > 0 } said)
                    text.Append(indent)
                        .Append("/// ")
                        .Append(parameter.Name)
                        .Append(": ")
                        .Append(said.Replace('\n', ' '))
                        .Append('\n');
    }

    private static IEnumerable<string> Wrapped(string text)
    {
        var line = new StringBuilder();
        foreach (var word in text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && line.Length + word.Length >= Widest)
            {
                yield return line.ToString();
                line.Clear();
            }
            line.Append(line.Length > 0 ? " " : "").Append(word);
        }
        if (line.Length > 0)
            yield return line.ToString();
    }

    private static bool Written(string path, string text)
    {
        try
        {
            if (File.Exists(path) && File.ReadAllText(path) == text)
                return true;
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var part = $"{path}.{Environment.ProcessId}";
            File.WriteAllText(part, text);
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(
                    part,
                    UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead
                );
            File.Move(part, path, overwrite: true);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static string Safe(string name) =>
        string.Concat(name.Select(c => char.IsLetterOrDigit(c) || c == '.' ? c : '_'));
}
