using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RunbookDsl.Conventions.Tests.Shape;

/// <summary>
/// The hard limits of the house; there is no list of waivers, files are split by concern instead.
/// </summary>
internal static class SizeRules
{
    public const int SourceLines = 400;
    public const int TestLines = 600;
    public const int UsualLines = 250;
    public const int MemberLines = 80;
    public const int Parameters = 5;
    public const int LineLength = 110;
    public const int FilesInAFolder = 20;
    public const int Levels = 3;

    // Filled in by the compiler: no caller ever writes them.
    private static readonly string[] CallerInfo =
    [
        "CallerArgumentExpression",
        "CallerFilePath",
        "CallerLineNumber",
        "CallerMemberName",
    ];

    public static IEnumerable<string> FileLength(SourceFile file)
    {
        var most = file.Path.StartsWith("tests/", StringComparison.Ordinal) ? TestLines : SourceLines;
        if (file.Lines.Count > most)
            yield return $"{file.Path}: {file.Lines.Count} lines, at most {most}";
    }

    /// <summary>95 of 100 files stay small; five of a hundred may need more room.</summary>
    public static IEnumerable<string> MostFilesAreSmall(IReadOnlyCollection<SourceFile> files)
    {
        var large = files.Where(f => f.Lines.Count > UsualLines).ToList();
        if (large.Count * 20 > files.Count)
            yield return $"{large.Count} of {files.Count} files have more than {UsualLines} lines, "
                + "at most 1 in 20: "
                + string.Join(", ", large.Select(f => f.Path));
    }

    public static IEnumerable<string> LineLengths(SourceFile file)
    {
        for (var i = 0; i < file.Lines.Count; i++)
        {
            var line = file.Lines[i];
            if (line.Length > LineLength && !IsOneText(line))
                yield return $"{file.Path}({i + 1}): {line.Length} characters, at most {LineLength}";
        }
    }

    // A message stays in one piece where it can, so that what a user saw is found by a search; so does a
    // link.
    private static bool IsOneText(string line) =>
        line.Contains("://", StringComparison.Ordinal)
        || line.TrimStart(' ', '+', ':').TrimStart('$').StartsWith('"');

    public static IEnumerable<string> Members(SourceFile file) =>
        file.Syntax.DescendantNodes().Where(IsMember).SelectMany(m => Member(file, m));

    public static IEnumerable<string> Folder(string folder, int files) =>
        files > FilesInAFolder ? [$"{folder}: {files} files, at most {FilesInAFolder}"] : [];

    public static IEnumerable<string> Depth(string path)
    {
        // src/Project/One/Two/Three/File.cs
        var levels = path.Split('/').Length - 3;
        if (levels > Levels)
            yield return $"{path}: {levels} levels below its project, at most {Levels}";
    }

    private static bool IsMember(SyntaxNode node) =>
        node
            is BaseMethodDeclarationSyntax
                or BasePropertyDeclarationSyntax
                or LocalFunctionStatementSyntax
                or DelegateDeclarationSyntax
                or ClassDeclarationSyntax;

    private static IEnumerable<string> Member(SourceFile file, SyntaxNode member)
    {
        var span = member.GetLocation().GetLineSpan();
        var lines = span.EndLinePosition.Line - span.StartLinePosition.Line + 1;
        if (member is not TypeDeclarationSyntax && lines > MemberLines)
            yield return $"{file.At(member)}: {Name(member)} has {lines} lines, at most {MemberLines}";
        // A signature that belongs to the operating system is not ours to shorten.
        var external = member.ChildTokens().Any(t => t.IsKind(SyntaxKind.ExternKeyword)) || IsImport(member);
        var parameters = List(member)?.Parameters.Count(IsWritten) ?? 0;
        if (!external && parameters > Parameters)
            yield return $"{file.At(member)}: {Name(member)} has {parameters} parameters, at most "
                + $"{Parameters}";
    }

    private static BaseParameterListSyntax? List(SyntaxNode member) =>
        member switch
        {
            BaseMethodDeclarationSyntax m => m.ParameterList,
            IndexerDeclarationSyntax i => i.ParameterList,
            LocalFunctionStatementSyntax f => f.ParameterList,
            DelegateDeclarationSyntax d => d.ParameterList,
            ClassDeclarationSyntax c => c.ParameterList,
            _ => null,
        };

    private static bool IsWritten(ParameterSyntax parameter) =>
        !parameter
            .AttributeLists.SelectMany(l => l.Attributes)
            .Any(a => CallerInfo.Contains(a.Name.ToString()));

    private static bool IsImport(SyntaxNode member) =>
        member is MethodDeclarationSyntax m
        && m.AttributeLists.SelectMany(l => l.Attributes)
            .Any(a => a.Name.ToString() is "LibraryImport" or "DllImport");

    private static string Name(SyntaxNode member) =>
        member switch
        {
            MethodDeclarationSyntax m => m.Identifier.Text,
            ConstructorDeclarationSyntax c => c.Identifier.Text,
            PropertyDeclarationSyntax p => p.Identifier.Text,
            LocalFunctionStatementSyntax f => f.Identifier.Text,
            DelegateDeclarationSyntax d => d.Identifier.Text,
            ClassDeclarationSyntax t => t.Identifier.Text,
            _ => member.Kind().ToString(),
        };
}
