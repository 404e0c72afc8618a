using Microsoft.CodeAnalysis.Text;

namespace RunbookDsl.LanguageServer;

/// <summary>What could be written over a span; of it only what fits the characters already there.</summary>
internal sealed record Proposals(TextSpan Replaces, IReadOnlyList<Proposal> All)
{
    public static readonly Proposals None = new(default, []);
}
