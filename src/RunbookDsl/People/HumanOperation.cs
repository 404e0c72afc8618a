namespace RunbookDsl;

/// <summary>A step that a person does or decides: manual work, approval, go/no-go.</summary>
internal sealed record HumanOperation(string Verb, Question Question) : Operation<Answer>
{
    /// <summary>What the person sees before answering, made when it is asked.</summary>
    public IReadOnlyList<ShownFact> Shown { get; init; } = [];

    public override string Kind => Verb;

    public override string Description => Question.Text;

    public override EffectClass Effect => EffectClass.Human;

    public override IReadOnlyList<Fact> Facts =>
        [
            new("text", Question.Text),
            new("approvers", $"{Question.Approvers}"),
            new("evidence", $"{Question.WantsEvidence}"),
            .. Question.MayBreakGlass ? [new Fact("break-glass", "allowed")] : Array.Empty<Fact>(),
            .. Shown.Select(s => new Fact("shown", s.Code)),
        ];

    public override IReadOnlyList<Output> Reads => [.. Shown.Select(s => s.Output)];

    protected override System.Text.Json.Serialization.Metadata.JsonTypeInfo<Answer> JsonInfo =>
        CoreJson.Default.Answer;

    public override async Task<Answer> RunAsync(StepContext context, CancellationToken cancellation)
    {
        var question = Question;
        if (Shown.Count > 0)
        {
            question = question with { Shown = [.. Shown.Select(s => s.Text(context))] };
            // What was decided upon belongs to the decision.
            foreach (var line in question.Shown)
                context.Note($"shown: {line}");
        }
        var answer = await context.AskAsync(question, cancellation).ConfigureAwait(false);
        return answer.Yes
            ? answer
            : throw new OperationFailedException($"{answer.By} answered no to: {Question.Text}");
    }
}
