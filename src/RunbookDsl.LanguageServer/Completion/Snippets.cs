namespace RunbookDsl.LanguageServer;

/// <summary>Whole sentences to fill in.</summary>
internal static class Snippets
{
    public static IReadOnlyList<Proposal> All { get; } =
    [
        Of("runbook", "the header", "Runbook(\"$1\")\n    .Purpose(\"$2\")\n    .Owner(\"$3\");\n$0"),
        Of("step", "a step with an operation", "Step(\"$1\").Run($2);$0"),
        Of("stepverify", "a step and its proof", "Step(\"$1\").Run($2).Verify($3);$0"),
        Of("temporarily", "a change that is put back", "var $1 = Step(\"$2\").Run(Temporarily($3));$0"),
        Of("manual", "a step that a person does", "Step(\"$1\").Manual(\"$2\");$0"),
        Of("gonogo", "a last chance to turn back", "GoNoGo(\"$1\");$0"),
        Of("param", "a value from the operator", "var $1 = Param<string>(\"$1\", \"$2\");$0"),
        Of("foreach", "the same steps for each", "ForEach(${1:names}, ${2:name} =>\n{\n    $0\n});"),
    ];

    private static Proposal Of(string label, string detail, string text) =>
        new(label, Proposal.Snippet, 30)
        {
            Insert = text,
            IsSnippet = true,
            Detail = detail,
        };
}
