using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RunbookDsl.Lint;

/// <summary>A step as it is written.</summary>
/// <param name="Name">Its name, as far as it is written down.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Node">The whole chain of verbs.</param>
/// <param name="Model">What the compiler knows about its file.</param>
internal sealed record ShapeStep(string Name, StepKind Kind, ExpressionSyntax Node, SemanticModel Model)
{
    /// <summary>Position in the order in which the script makes its steps.</summary>
    public int Index { get; set; }

    /// <summary>The verbs behind it, the first one first.</summary>
    public IReadOnlyList<ShapeLink> Links { get; set; } = [];

    /// <summary>What it does; null unless it is an operation.</summary>
    public ShapeCall? Operation { get; init; }

    /// <summary>The code it runs; null unless it is code.</summary>
    public ExpressionSyntax? Code { get; init; }

    /// <summary>The arms of branches it stands in, from the outermost in: which branch, which arm.</summary>
    public IReadOnlyList<(int Branch, int Arm)> Arms { get; init; } = [];

    /// <summary>Whether it stands in a loop over hosts or other things.</summary>
    public LoopKind Loop { get; init; }

    /// <summary>For a put-back: the steps that may be meant.</summary>
    public IReadOnlyList<ShapeStep> Puts { get; init; } = [];

    /// <summary>The step this one proves the result of; null for all others.</summary>
    public ShapeStep? Proves { get; init; }

    /// <summary>The variable it is kept in; null when it is kept in none.</summary>
    public ISymbol? Variable { get; init; }

    /// <summary>What the instructions of a manual step, or a question, say.</summary>
    public string Words { get; init; } = "";

    /// <summary>What its action tells programs.</summary>
    public IReadOnlyList<ShellScript> Shell => field ??= StepTexts.Shell(this);

    /// <summary>The SQL its action sends.</summary>
    public IReadOnlyList<SqlPiece> Sql => field ??= StepTexts.Sql(this, Shell);

    /// <summary>What it means.</summary>
    public Deed Deeds => _deeds ??= RunbookDsl.Lint.Deeds.Of(this);

    /// <summary>All programs it starts.</summary>
    public IEnumerable<ShellCommand> Commands => Shell.SelectMany(s => s.Commands);

    private Deed? _deeds;

    /// <summary>Whether it means any of these.</summary>
    public bool Does(Deed deeds) => (Deeds & deeds) != 0;

    public bool IsTemporary => Operation?.IsTemporary == true;

    public string Verb => Operation?.Verb ?? "";

    /// <summary>Whether the type of its operation is not known: nothing is said about it then.</summary>
    public bool IsUnknown => Operation is { Type: null or Microsoft.CodeAnalysis.IErrorTypeSymbol };

    public bool Has(string verb) => Link(verb) is not null;

    public ShapeLink? Link(string verb) => Links.LastOrDefault(l => l.Name == verb);

    public bool Is(params ReadOnlySpan<string> verbs) => Operation?.Is(verbs) == true;

    /// <summary>The checks of <c>.Verify</c> and <c>.Guard</c>, and one that is the step itself.</summary>
    public IEnumerable<ShapeCall> Checks =>
        Links
            .Where(l => l.Name is "Verify" or "Guard" or "Probe")
            .Select(l => l.Argument(0))
            .OfType<ExpressionSyntax>()
            .Where(a => a is not (LambdaExpressionSyntax or AnonymousMethodExpressionSyntax))
            .Select(a => ShapeCall.Of(a, Model))
            .Concat(Operation is { IsCheck: true } own ? [own] : []);

    /// <summary>Whether one of the checks is made by one of these verbs.</summary>
    public bool ChecksBy(params string[] verbs) => Checks.Any(c => c.Is(verbs));

    /// <summary>The name of the step's first verb: the place to point at.</summary>
    public SyntaxNode Place => Links is [var first, ..] ? first.Call.ArgumentList : Node;

    /// <summary>The statement it stands in.</summary>
    public SyntaxNode Statement =>
        Node.AncestorsAndSelf().FirstOrDefault(n => n is StatementSyntax or MemberDeclarationSyntax) ?? Node;
}
