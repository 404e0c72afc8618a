using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RunbookDsl.Scripting.Compiler.Codes;

/// <summary>
/// What decides whether, how often and with what a piece of code is run: the headers of the loops and
/// branches around it, the other arguments of a block such as <c>ForEach</c>, the calls of the method that
/// holds it.
/// </summary>
internal sealed class CodeSurroundings(CodeIndex index)
{
    /// <summary>Adds everything around the node to the piece.</summary>
    public void Add(CodePiece piece, SyntaxNode node) => Add(piece, node, []);

    /// <summary>Adds the branches and loops up to the method or lambda that holds the node.</summary>
    public void AddHeaders(CodePiece piece, SyntaxNode node)
    {
        for (var child = node; child.Parent is { } outer && !IsFunction(outer); child = outer)
            Header(piece, outer, child);
    }

    private void Add(CodePiece piece, SyntaxNode node, HashSet<ISymbol> seen)
    {
        for (var child = node; child.Parent is { } outer; child = outer)
        {
            Header(piece, outer, child);
            if (outer is LocalFunctionStatementSyntax or MethodDeclarationSyntax)
            {
                piece.Add(outer.ChildNodes().OfType<ParameterListSyntax>().FirstOrDefault());
                AddCalls(piece, index.DeclaredBy(outer), seen);
            }
            else if (
                outer is VariableDeclaratorSyntax
                && child is EqualsValueClauseSyntax { Value: LambdaExpressionSyntax }
            )
                AddCalls(piece, index.DeclaredBy(outer), seen);
            else if (
                child is AnonymousFunctionExpressionSyntax
                && outer is ArgumentSyntax { Parent: ArgumentListSyntax list }
            )
                AddBlock(piece, list, child);
        }
    }

    private static bool IsFunction(SyntaxNode node) =>
        node is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MemberDeclarationSyntax
        && node is not GlobalStatementSyntax;

    private static void AddBlock(CodePiece piece, ArgumentListSyntax list, SyntaxNode body)
    {
        piece.Add((list.Parent as InvocationExpressionSyntax)?.Expression);
        foreach (var argument in list.Arguments)
            if (argument.Expression != body)
                piece.Add(argument);
    }

    private void AddCalls(CodePiece piece, ISymbol? function, HashSet<ISymbol> seen)
    {
        if (function is null || !seen.Add(function.OriginalDefinition))
            return;
        foreach (var mention in index.MentionsOf(function))
        {
            var call = CallOf(mention);
            piece.Add(call);
            Add(piece, call, seen);
        }
    }

    // A call of it; or, where it is only named, the call that it is given to.
    private static SyntaxNode CallOf(SimpleNameSyntax mention) =>
        (SyntaxNode?)mention.FirstAncestorOrSelf<InvocationExpressionSyntax>() ?? mention;

    private static void Header(CodePiece piece, SyntaxNode outer, SyntaxNode child)
    {
        switch (outer)
        {
            case IfStatementSyntax branch when child != branch.Condition:
                piece.Mark(child is ElseClauseSyntax ? "else" : "if");
                piece.Add(branch.Condition);
                break;
            case ForEachStatementSyntax loop when child == loop.Statement:
                piece.Mark($"foreach {loop.Identifier.ValueText}");
                piece.Add(loop.Type);
                piece.Add(loop.Expression);
                break;
            case ForEachVariableStatementSyntax loop when child == loop.Statement:
                piece.Add(loop.Variable);
                piece.Add(loop.Expression);
                break;
            case ForStatementSyntax loop when child == loop.Statement:
                foreach (var part in loop.ChildNodes())
                    if (part != child)
                        piece.Add(part);
                break;
            case WhileStatementSyntax loop when child == loop.Statement:
                piece.Add(loop.Condition);
                break;
            case DoStatementSyntax loop when child == loop.Statement:
                piece.Add(loop.Condition);
                break;
            case SwitchSectionSyntax section:
                foreach (var label in section.Labels)
                    piece.Add(label);
                break;
            case SwitchStatementSyntax choice when child != choice.Expression:
                piece.Add(choice.Expression);
                break;
            case UsingStatementSyntax use when child == use.Statement:
                piece.Add((SyntaxNode?)use.Declaration ?? use.Expression);
                break;
            case CatchClauseSyntax caught when child == caught.Block:
                piece.Mark("catch");
                piece.Add(caught.Declaration);
                piece.Add(caught.Filter);
                break;
        }
    }
}
