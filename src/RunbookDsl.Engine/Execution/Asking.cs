using System.Text.Json;
using RunbookDsl.Journal;

namespace RunbookDsl.Engine;

/// <summary>
/// Asks people for a step: once for each question, with question and answer in the journal.
/// </summary>
internal sealed class Asking(RunScope scope, PlannedStep step)
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private readonly List<string> _taken = [];

    public async Task<Answer> AskAsync(Question question, CancellationToken cancellation)
    {
        if (Given(question) is { Yes: true } given)
            return given;
        Announce(question);
        var shown = question with { Shown = [.. question.Shown, .. Facts()] };
        // Stopping the run ends the waiting for a person: nothing has been done.
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellation, scope.Control.Stop);
        var answer =
            question.Approvers > 0
                ? await ApprovedAsync(shown, both.Token).ConfigureAwait(false)
                : await AnsweredAsync(shown, both.Token).ConfigureAwait(false);
        scope.Append(
            Body.Record(
                RecordTypes.SignalReceived,
                step.Id,
                0,
                w =>
                {
                    w.Answer(question.Text, Masked(answer));
                    w.WriteString("planHash", scope.State.PlanHash);
                    w.Strings("signals", _taken);
                }
            )
        );
        return answer;
    }

    private StepState State => scope.State.Step(step.Id);

    // Durable, so that another terminal sees what is waited for.
    private void Announce(Question question)
    {
        scope.Append(
            Body.Record(
                RecordTypes.SignalWait,
                step.Id,
                0,
                w =>
                {
                    w.WriteString("question", question.Text);
                    w.WriteString("planHash", scope.State.PlanHash);
                    if (question.Approvers > 0)
                        w.WriteNumber("approvers", question.Approvers);
                }
            )
        );
        scope.Commit();
    }

    private Answer? Given(Question question) =>
        State.Answers.GetValueOrDefault(question.Text) is { } given
        && ApprovalRule.Stands(given.PlanHash, scope.State)
            ? given.Answer
            : null;

    private Answer Masked(Answer answer) =>
        answer.Evidence is null ? answer : answer with { Evidence = scope.Redactor.Mask(answer.Evidence) };

    private List<string> Facts()
    {
        var off = scope.State.RestoreList();
        return off.Count == 0 ? [] : [$"still switched off: {string.Join(", ", off.Select(s => s.Id))}"];
    }

    private async Task<Answer> AnsweredAsync(Question question, CancellationToken cancellation)
    {
        foreach (var posted in Signals())
            if (IsComplete(question, posted))
                return posted;
        var request = new PersonRequest(scope.Journal.RunId, step.Id, question);
        var answer = await scope.Services.People.AskAsync(request, cancellation).ConfigureAwait(false);
        if (answer is null)
            throw new AwaitingPersonException(
                $"'{step.Id}' waits for a person: {Sentence.Of(question.Text)} Nobody can be asked here. "
                    + $"Run `runbook resume {scope.Journal.RunId}` in a terminal, "
                    + $"or `runbook approve {scope.Journal.RunId} {step.Id}` and then resume."
            );
        return !answer.Yes || !question.WantsEvidence || !string.IsNullOrWhiteSpace(answer.Evidence)
            ? answer
            : throw new AwaitingPersonException(
                $"'{step.Id}' wants evidence: what was seen, or where it is kept. {answer.By} gave none. "
                    + $"`runbook resume {scope.Journal.RunId}` asks again."
            );
    }

    // What the question wants beyond a yes cannot be left out by answering from elsewhere.
    private static bool IsComplete(Question question, Answer posted) =>
        !posted.Yes
        || (
            (question.Kind != QuestionKind.Typed || posted.Evidence == question.Expected)
            && (!question.WantsEvidence || !string.IsNullOrWhiteSpace(posted.Evidence))
        );

    // Approval comes from other persons, through their own terminals, bound to the plan they saw.
    private async Task<Answer> ApprovedAsync(Question question, CancellationToken cancellation)
    {
        var isToldToWait = false;
        while (true)
        {
            var posted = Signals();
            if (posted.Find(a => ApprovalRule.BreaksGlass(a, question)) is { } broken)
                return broken;
            var others = posted.Where(a => ApprovalRule.IsSecond(a, scope.Services.Operator)).ToList();
            if (others.Find(a => !a.Yes) is { } refusal)
                return refusal;
            var approvals = others.DistinctBy(a => a.By).ToList();
            if (approvals.Count >= question.Approvers)
                return new Answer(
                    true,
                    string.Join(", ", approvals.Select(a => a.By)),
                    scope.Now,
                    Evidence(approvals)
                );
            var missing =
                $"'{step.Id}' waits for {question.Approvers - approvals.Count} approval(s) by other "
                + $"persons than "
                + $"{scope.Services.Operator}: `runbook approve {scope.Journal.RunId} {step.Id}`"
                + (question.MayBreakGlass ? " (if it cannot wait: `--break-glass --evidence \"why\"`)" : "");
            if (
                !isToldToWait
                && await AnnounceAsync(question, missing, cancellation).ConfigureAwait(false) is { } no
            )
                return no;
            isToldToWait = true;
            await scope
                .Services.Pause.UntilAsync(DateTimeOffset.MaxValue, Look, cancellation)
                .ConfigureAwait(false);
        }
    }

    private static string? Evidence(List<Answer> approvals) =>
        string.Join("; ", approvals.Where(a => a.Evidence is not null).Select(a => $"{a.By}: {a.Evidence}"))
            is { Length: > 0 } text
            ? text
            : null;

    // The terminal's part in an approval is to be there, or to say no: without one the run is held instead of
    // waiting for ever.
    private async Task<Answer?> AnnounceAsync(
        Question question,
        string missing,
        CancellationToken cancellation
    )
    {
        var request = new PersonRequest(scope.Journal.RunId, step.Id, question);
        var answer = await scope.Services.People.AskAsync(request, cancellation).ConfigureAwait(false);
        if (answer is null)
            throw new AwaitingPersonException($"{missing}, then `runbook resume {scope.Journal.RunId}`.");
        if (!answer.Yes || ApprovalRule.BreaksGlass(answer, question))
            return answer;
        scope.Emit(RunEventKind.Waiting, step, missing);
        return null;
    }

    // A message that went into an answer is history: it does not answer the question when it is asked again.
    private List<Answer> Signals()
    {
        _taken.Clear();
        var answers = new List<Answer>();
        foreach (var signal in scope.Journal.Signals())
            if (!State.SignalsTaken.Contains(signal.Id) && Read(signal) is { } answer)
            {
                answers.Add(answer);
                _taken.Add(signal.Id);
            }
        return answers;
    }

    private Answer? Read(Signal signal)
    {
        try
        {
            using var document = JsonDocument.Parse(signal.Content);
            var body = new BodyView(ResultCodec.Compact(document.RootElement));
            var isOurs = body.Text("step") == step.Id;
            return isOurs && ApprovalRule.IsValid(body.Text("planHash"), scope.State) ? body.Answer() : null;
        }
        catch (JsonException)
        {
            scope.Emit(RunEventKind.Note, step, $"the signal '{signal.Id}' is not readable and was ignored");
            return null;
        }
    }
}
