using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace RunbookDsl.LanguageServer;

/// <summary>
/// How a script is indented: four spaces for each bracket, chain or continuation that was opened on an
/// earlier
/// line. Where lines break stays the author's choice; texts and comments of several lines stay as they are.
/// </summary>
internal sealed class Layout(SourceText text, CompilationUnitSyntax root)
{
    private const int Width = 4;
    private readonly TextLines _lines = TextLines.Of(text);

    /// <summary>What changes in some lines of a text.</summary>
    public IEnumerable<TextChange> Changes(int first, int last)
    {
        if (root.ContainsDiagnostics)
            yield break;
        for (var line = first; line <= Math.Min(last, _lines.Count - 1); line++)
        {
            var (start, end) = (_lines.StartOf(line), _lines.EndOf(line));
            var content = start;
            while (content < end && text[content] is ' ' or '\t')
                content++;
            if (IsInsideToken(start))
                continue;
            var trail = end;
            while (trail > content && text[trail - 1] is ' ' or '\t')
                trail--;
            if (trail < end && !IsInsideToken(end))
                yield return new(TextSpan.FromBounds(trail, end), "");
            if (content == end)
            {
                if (end > start)
                    yield return new(TextSpan.FromBounds(start, end), "");
            }
            else if (
                text[content] != '#'
                && IndentOf(content, line) is var wanted
                && text.ToString(TextSpan.FromBounds(start, content)) != wanted
            )
                yield return new(TextSpan.FromBounds(start, content), wanted);
        }
    }

    private string IndentOf(int position, int line)
    {
        var token = root.FindToken(position);
        var opened = new HashSet<int>();
        var further = 0;
        SyntaxNode? child = null;
        for (var node = token.Parent; node is not null; child = node, node = node.Parent)
        {
            if (OpenedBy(node, child, token, position) is { } by && by < line)
                opened.Add(by);
            if (node is ArgumentListSyntax list && !IsHugged(list, child) && BeginsChain(list, line))
                further++;
        }
        return new(' ', (opened.Count + further) * Width);
    }

    // What the first call of a chain is given stands further in than the verbs behind it.
    private bool BeginsChain(ArgumentListSyntax list, int line) =>
        LineOf(list.OpenParenToken.SpanStart) < line
        && LineOf(list.CloseParenToken.SpanStart) >= line
        && list.Parent is InvocationExpressionSyntax { Parent: MemberAccessExpressionSyntax next } call
        && IsFirstOnLine(next.OperatorToken)
        && !(
            call.Expression is MemberAccessExpressionSyntax own
            && (IsFirstOnLine(own.OperatorToken) || Chain(own) is not null)
        );

    // The line on which a node began to indent what is inside it; null when it does not.
    private int? OpenedBy(SyntaxNode node, SyntaxNode? child, SyntaxToken token, int position) =>
        node switch
        {
            BlockSyntax n => Within(n.OpenBraceToken, n.CloseBraceToken, position),
            InitializerExpressionSyntax n => Within(n.OpenBraceToken, n.CloseBraceToken, position),
            AnonymousObjectCreationExpressionSyntax n => Within(
                n.OpenBraceToken,
                n.CloseBraceToken,
                position
            ),
            BaseTypeDeclarationSyntax n => Within(n.OpenBraceToken, n.CloseBraceToken, position),
            AccessorListSyntax n => Within(n.OpenBraceToken, n.CloseBraceToken, position),
            SwitchStatementSyntax n => Within(n.OpenBraceToken, n.CloseBraceToken, position),
            SwitchExpressionSyntax n => Within(n.OpenBraceToken, n.CloseBraceToken, position),
            PropertyPatternClauseSyntax n => Within(n.OpenBraceToken, n.CloseBraceToken, position),
            SwitchSectionSyntax n when child is StatementSyntax => LineOf(n.Labels[^1].SpanStart),
            CollectionExpressionSyntax n => Within(n.OpenBracketToken, n.CloseBracketToken, position),
            ParenthesizedExpressionSyntax n => Within(n.OpenParenToken, n.CloseParenToken, position),
            TupleExpressionSyntax n => Within(n.OpenParenToken, n.CloseParenToken, position),
            ParameterListSyntax n => Within(n.OpenParenToken, n.CloseParenToken, position),
            BaseArgumentListSyntax n when IsHugged(n, child) => null,
            ArgumentListSyntax n => Within(n.OpenParenToken, n.CloseParenToken, position),
            BracketedArgumentListSyntax n => Within(n.OpenBracketToken, n.CloseBracketToken, position),
            MemberAccessExpressionSyntax n when token == n.OperatorToken || child == n.Name => Chain(n),
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } n
                when child == n.ArgumentList => Chain(access),
            EqualsValueClauseSyntax n when child == n.Value => Below(n.EqualsToken, n.Value),
            ArrowExpressionClauseSyntax n when child == n.Expression => Below(n.ArrowToken, n.Expression),
            LambdaExpressionSyntax n when child is ExpressionSyntax && child == n.Body => Below(
                n.ArrowToken,
                n.Body
            ),
            ConditionalAccessExpressionSyntax n
                when (token == n.OperatorToken || child == n.WhenNotNull) && IsFirstOnLine(n.OperatorToken) =>
                LineOf(Outermost(n).SpanStart),
            ConditionalExpressionSyntax n
                when child != n.Condition || token == n.QuestionToken || token == n.ColonToken => LineOf(
                First(n).SpanStart
            ),
            BinaryExpressionSyntax n when child != n.Left && !StandsAlone(Outermost(n)) => LineOf(
                Outermost(n).SpanStart
            ),
            ElseClauseSyntax n when child is not (BlockSyntax or IfStatementSyntax or null) => LineOf(
                n.SpanStart
            ),
            BaseListSyntax { Parent: { } type } => LineOf(type.SpanStart),
            TypeParameterConstraintClauseSyntax { Parent: { } constrained } => LineOf(constrained.SpanStart),
            CatchFilterClauseSyntax { Parent: { } caught } => LineOf(caught.SpanStart),
            StatementSyntax n when child is StatementSyntax and not BlockSyntax && Embeds(n) => LineOf(
                n.SpanStart
            ),
            _ => null,
        };

    // A value that begins a line of its own.
    private int? Below(SyntaxToken sign, SyntaxNode value) =>
        LineOf(value.SpanStart) > LineOf(sign.SpanStart) ? LineOf(sign.SpanStart) : null;

    // Its parts stand one below the other.
    private bool StandsAlone(BinaryExpressionSyntax node) =>
        node.Parent is EqualsValueClauseSyntax or ArrowExpressionClauseSyntax or LambdaExpressionSyntax
        && IsFirstOnLine(node.GetFirstToken());

    private int? Within(SyntaxToken open, SyntaxToken close, int position) =>
        position > open.SpanStart && position < close.SpanStart ? LineOf(open.SpanStart) : null;

    // A verb on a line of its own belongs to what began the chain.
    private int? Chain(MemberAccessExpressionSyntax access)
    {
        SyntaxNode start = access;
        var breaks = false;
        for (
            SyntaxNode? link = access;
            link is MemberAccessExpressionSyntax or InvocationExpressionSyntax;
            link = link is MemberAccessExpressionSyntax m
                    ? m.Expression
                    : ((InvocationExpressionSyntax)link).Expression
        )
        {
            if (link is MemberAccessExpressionSyntax member)
                breaks |= IsFirstOnLine(member.OperatorToken);
            start = link;
        }
        return breaks ? LineOf(start.SpanStart) : null;
    }

    // Run(async ctx =>
    // {                       the braces of a lambda stand where its call does
    private bool IsHugged(BaseArgumentListSyntax list, SyntaxNode? child) =>
        child is ArgumentSyntax argument
        && LineOf(argument.SpanStart) == LineOf(list.SpanStart)
        && HasOwnBraces(argument.Expression);

    private static bool HasOwnBraces(ExpressionSyntax expression) =>
        expression
            is AnonymousFunctionExpressionSyntax { Block: not null }
                or BaseObjectCreationExpressionSyntax { Initializer: not null }
                or CollectionExpressionSyntax
                or WithExpressionSyntax
                or SwitchExpressionSyntax;

    private static ConditionalAccessExpressionSyntax Outermost(ConditionalAccessExpressionSyntax node)
    {
        while (node.Parent is ConditionalAccessExpressionSyntax above)
            node = above;
        return node;
    }

    private static BinaryExpressionSyntax Outermost(BinaryExpressionSyntax node)
    {
        while (node.Parent is BinaryExpressionSyntax above)
            node = above;
        return node;
    }

    // One that stands for "else" goes on with the one before it.
    private static ConditionalExpressionSyntax First(ConditionalExpressionSyntax node)
    {
        while (node.Parent is ConditionalExpressionSyntax above && above.WhenFalse == node)
            node = above;
        return node;
    }

    private static bool Embeds(StatementSyntax statement) =>
        statement
            is IfStatementSyntax
                or CommonForEachStatementSyntax
                or ForStatementSyntax
                or WhileStatementSyntax
                or UsingStatementSyntax
                or LockStatementSyntax;

    private bool IsFirstOnLine(SyntaxToken token)
    {
        for (var i = token.SpanStart - 1; i >= 0 && text[i] is not ('\n' or '\r'); i--)
            if (text[i] is not (' ' or '\t'))
                return false;
        return true;
    }

    // Texts and comments of several lines, and what the compiler does not see.
    private bool IsInsideToken(int position)
    {
        if (position == 0 || position >= text.Length)
            return false;
        var token = root.FindToken(position);
        if (token.SpanStart < position && position < token.Span.End)
            return true;
        if (
            token
                .Parent?.AncestorsAndSelf()
                .OfType<InterpolatedStringExpressionSyntax>()
                .Any(s => s.SpanStart < position && position < s.Span.End) == true
        )
            return true;
        var trivia = root.FindTrivia(position);
        return trivia.Kind()
                is SyntaxKind.MultiLineCommentTrivia
                    or SyntaxKind.DisabledTextTrivia
                    or SyntaxKind.MultiLineDocumentationCommentTrivia
            && trivia.FullSpan.Start < position;
    }

    private int LineOf(int position) => _lines.PositionOf(position).Line;
}
