namespace RunbookDsl;

/// <summary>A step that a person does or decides: manual work, approval, go/no-go.</summary>
internal sealed record HumanOperation(string Verb, Question Question) : Operation<Answer>
{
    public override string Kind => Verb;

    public override string Description => Question.Text;

    public override EffectClass Effect => EffectClass.Human;

    public override IReadOnlyList<Fact> Facts =>
        [
            new("text", Question.Text),
            new("approvers", $"{Question.Approvers}"),
            new("evidence", $"{Question.WantsEvidence}"),
        ];

    protected override System.Text.Json.Serialization.Metadata.JsonTypeInfo<Answer> JsonInfo =>
        CoreJson.Default.Answer;

    public override async Task<Answer> RunAsync(StepContext context, CancellationToken cancellation)
    {
        var answer = await context.AskAsync(Question, cancellation).ConfigureAwait(false);
        return answer.Yes
            ? answer
            : throw new OperationFailedException($"{answer.By} answered no to: {Question.Text}");
    }
}
