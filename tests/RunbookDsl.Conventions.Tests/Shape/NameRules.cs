using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RunbookDsl.Conventions.Tests.Shape;

/// <summary>A name says what the thing does, and the file is found by it.</summary>
internal static class NameRules
{
    private static readonly string[] Empty =
    [
        "Manager",
        "Helper",
        "Helpers",
        "Util",
        "Utils",
        "Utility",
        "Common",
    ];

    // Files that hold no type of their own.
    private static readonly string[] WithoutType = ["Program.cs", "GlobalUsings.cs", "AssemblyInfo.cs"];

    public static IEnumerable<string> OnePublicType(SourceFile file)
    {
        var names = TopLevel(file).Where(IsPublic).Select(Name).Distinct().ToList();
        if (names.Count > 1)
        {
            var list = string.Join(", ", names);
            yield return $"{file.Path}: {names.Count} public types ({list}), at most one a file";
        }
    }

    /// <summary><c>Type.cs</c>, <c>Type.Concern.cs</c> or <c>Type.T.cs</c>.</summary>
    public static IEnumerable<string> FileIsType(SourceFile file)
    {
        var types = TopLevel(file).ToList();
        if (types.Count == 0 || WithoutType.Contains(file.FileName))
            return types.Count == 0 && !WithoutType.Contains(file.FileName)
                ? [$"{file.Path}: holds no type"]
                : [];
        var named = types.Where(IsPublic).Select(Name).Concat(types.Select(Name)).First();
        var stem = file.FileName[..file.FileName.IndexOf('.', StringComparison.Ordinal)];
        return stem == named
            ? []
            : [$"{file.Path}: its type is {named}; expected {named}.cs or {named}.Concern.cs"];
    }

    public static IEnumerable<string> EmptyNames(SourceFile file)
    {
        var types = file
            .Syntax.DescendantNodes()
            .Where(n => n is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax)
            .Select(n => (Node: n, Name: Name((MemberDeclarationSyntax)n)));
        var spaces = file
            .Syntax.DescendantNodes()
            .OfType<BaseNamespaceDeclarationSyntax>()
            .SelectMany(n => n.Name.ToString().Split('.').Select(part => (Node: (SyntaxNode)n, Name: part)));
        return types
            .Concat(spaces)
            .Where(t => Empty.Any(e => t.Name.EndsWith(e, StringComparison.Ordinal)))
            .Select(t => $"{file.At(t.Node)}: {t.Name} says nothing; name it after what it does");
    }

    /// <summary>
    /// Instance fields are <c>_camelCase</c>; a struct laid out for the system keeps the system's names.
    /// </summary>
    public static IEnumerable<string> Fields(SourceFile file) =>
        file
            .Syntax.DescendantNodes()
            .OfType<FieldDeclarationSyntax>()
            .Where(f =>
                !f.Modifiers.Any(SyntaxKind.ConstKeyword) && !f.Modifiers.Any(SyntaxKind.StaticKeyword)
            )
            .Where(f => !(f.Parent is StructDeclarationSyntax s && HasLayout(s)))
            .SelectMany(f => f.Declaration.Variables)
            .Where(v =>
                !(
                    v.Identifier.Text.Length > 1
                    && v.Identifier.Text[0] == '_'
                    && char.IsLower(v.Identifier.Text[1])
                )
            )
            .Select(v => $"{file.At(v)}: field {v.Identifier.Text} is not _camelCase");

    private static IEnumerable<MemberDeclarationSyntax> TopLevel(SourceFile file)
    {
        var unit = (CompilationUnitSyntax)file.Syntax;
        return unit
            .Members.Concat(unit.Members.OfType<BaseNamespaceDeclarationSyntax>().SelectMany(n => n.Members))
            .Where(m => m is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax);
    }

    private static bool IsPublic(MemberDeclarationSyntax type) =>
        type.Modifiers.Any(SyntaxKind.PublicKeyword);

    private static bool HasLayout(StructDeclarationSyntax type) =>
        type.AttributeLists.SelectMany(l => l.Attributes).Any(a => a.Name.ToString() == "StructLayout");

    private static string Name(MemberDeclarationSyntax type) =>
        type switch
        {
            BaseTypeDeclarationSyntax t => t.Identifier.Text,
            DelegateDeclarationSyntax d => d.Identifier.Text,
            _ => type.Kind().ToString(),
        };
}
