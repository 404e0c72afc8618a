namespace RunbookDsl.LanguageServer;

/// <summary>The words of C# that a runbook's author may need.</summary>
internal static class Keywords
{
    private static readonly Proposal[] Statements = Of(
        "bool break case catch class const continue decimal do double else enum finally for foreach if int "
            + "lock long record return static string struct switch throw try using var void while yield"
    );
    private static readonly Proposal[] Expressions = Of(
        "async await base bool decimal default double false from int is long nameof new not null object or "
            + "out params ref sizeof string switch this true typeof when where with"
    );
    private static readonly Proposal[] Both = [.. Statements.Concat(Expressions).DistinctBy(p => p.Label)];

    public static IReadOnlyList<Proposal> For(bool isStatement) => isStatement ? Both : Expressions;

    private static Proposal[] Of(string words) =>
        [.. words.Split(' ').Select(w => new Proposal(w, Proposal.Keyword, 50))];
}
