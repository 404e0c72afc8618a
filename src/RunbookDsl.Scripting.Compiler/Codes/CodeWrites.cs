using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RunbookDsl.Scripting.Compiler.Codes;

/// <summary>Which places in the text may change a variable, or what it refers to.</summary>
internal static class CodeWrites
{
    /// <summary>
    /// The statement (or the body of a lambda) in which this mention changes its variable: an assignment, a
    /// call whose result nobody wants, an argument of a method of the script's own. Null when it only reads.
    /// </summary>
    public static SyntaxNode? StatementOf(SimpleNameSyntax mention, CodeIndex index)
    {
        ExpressionSyntax target = mention;
        while (Left(target) is { } wider)
            target = wider;
        if (IsAssigned(target) || IsGiven(target, index))
            return Whole(target);
        while (Left(target) is { } wider || (wider = Called(target)) is not null)
            target = wider;
        return target != mention && IsStatement(target) ? Whole(target) : null;
    }

    private static ExpressionSyntax? Left(ExpressionSyntax node) =>
        node.Parent switch
        {
            MemberAccessExpressionSyntax access when access.Expression == node => access,
            ElementAccessExpressionSyntax access when access.Expression == node => access,
            ParenthesizedExpressionSyntax inner => inner,
            ArgumentSyntax { Parent: TupleExpressionSyntax tuple } => tuple,
            PostfixUnaryExpressionSyntax
            {
                RawKind: (int)SyntaxKind.SuppressNullableWarningExpression
            } sure => sure,
            _ => null,
        };

    private static ExpressionSyntax? Called(ExpressionSyntax node) =>
        node.Parent switch
        {
            InvocationExpressionSyntax call when call.Expression == node => call,
            ConditionalAccessExpressionSyntax access when access.Expression == node => access,
            AwaitExpressionSyntax waiting => waiting,
            _ => null,
        };

    private static bool IsAssigned(ExpressionSyntax node) =>
        node.Parent switch
        {
            AssignmentExpressionSyntax assignment => assignment.Left == node,
            PrefixUnaryExpressionSyntax unary => unary.Kind()
                is SyntaxKind.PreIncrementExpression
                    or SyntaxKind.PreDecrementExpression,
            PostfixUnaryExpressionSyntax unary => unary.Kind()
                is SyntaxKind.PostIncrementExpression
                    or SyntaxKind.PostDecrementExpression,
            ArgumentSyntax argument => argument.RefKindKeyword.Kind()
                is SyntaxKind.RefKeyword
                    or SyntaxKind.OutKeyword,
            _ => false,
        };

    // What the script's own methods do with it may change it.
    private static bool IsGiven(ExpressionSyntax node, CodeIndex index) =>
        node.Parent
            is ArgumentSyntax { Parent: ArgumentListSyntax { Parent: InvocationExpressionSyntax call } }
        && IsStatement(call)
        && StepVerbs.NameOf(call) is { } name
        && index.IsDeclared(name.Identifier.ValueText);

    private static bool IsStatement(SyntaxNode node) =>
        node.Parent is ExpressionStatementSyntax
        || (node.Parent is LambdaExpressionSyntax lambda && lambda.Body == node)
        || node.Parent is ArrowExpressionClauseSyntax;

    private static SyntaxNode Whole(SyntaxNode node)
    {
        while (node.Parent is { } parent && node is not StatementSyntax && !IsStatement(node))
            node = parent;
        return node;
    }
}
