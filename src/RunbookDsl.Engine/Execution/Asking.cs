using System.Text.Json;
using RunbookDsl.Journal;

namespace RunbookDsl.Engine;

/// <summary>Asks people for a step: once for each question, with question and answer in the journal.</summary>
internal sealed class Asking(RunScope scope, PlannedStep step)
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    public async Task<Answer> AskAsync(Question question, CancellationToken cancellation)
    {
        var shown = question with { Shown = [.. question.Shown, .. Facts()] };
        if (scope.State.Step(step.Id).Answers.TryGetValue(question.Text, out var given) && given.Yes)
            return given;
        var answer =
            question.Approvers > 0
                ? await ApprovedAsync(shown, cancellation).ConfigureAwait(false)
                : await AnsweredAsync(shown, cancellation).ConfigureAwait(false);
        scope.Append(
            Body.Record(RecordTypes.SignalReceived, step.Id, 0, w => w.Answer(question.Text, Masked(answer)))
        );
        return answer;
    }

    private Answer Masked(Answer answer) =>
        answer.Evidence is null ? answer : answer with { Evidence = scope.Redactor.Mask(answer.Evidence) };

    private List<string> Facts()
    {
        var off = scope.State.RestoreList();
        return off.Count == 0 ? [] : [$"still switched off: {string.Join(", ", off.Select(s => s.Id))}"];
    }

    private async Task<Answer> AnsweredAsync(Question question, CancellationToken cancellation)
    {
        if (Signals().FirstOrDefault() is { } posted)
            return posted;
        var request = new PersonRequest(scope.Journal.RunId, step.Id, question);
        var answer = await scope.Services.People.AskAsync(request, cancellation).ConfigureAwait(false);
        return answer
            ?? throw new AwaitingPersonException(
                $"'{step.Id}' waits for a person: {question.Text} Nobody can be asked here. "
                    + $"Run `runbook resume {scope.Journal.RunId}` in a terminal, "
                    + $"or `runbook approve {scope.Journal.RunId} {step.Id}` and then resume."
            );
    }

    // Approval comes from other persons, through their own terminals, bound to the plan they saw.
    private async Task<Answer> ApprovedAsync(Question question, CancellationToken cancellation)
    {
        var isToldToWait = false;
        while (true)
        {
            var approvals = Signals()
                .Where(a => a.Yes && a.By != scope.Services.Operator)
                .DistinctBy(a => a.By)
                .ToList();
            if (approvals.Count >= question.Approvers)
                return new Answer(
                    true,
                    string.Join(", ", approvals.Select(a => a.By)),
                    scope.Now,
                    Evidence(approvals)
                );
            var missing =
                $"'{step.Id}' waits for {question.Approvers - approvals.Count} approval(s) by other persons than "
                + $"{scope.Services.Operator}: `runbook approve {scope.Journal.RunId} {step.Id}`";
            if (!isToldToWait)
                await AnnounceAsync(question, missing, cancellation).ConfigureAwait(false);
            isToldToWait = true;
            await scope.Services.Pause.UntilAsync(scope.Now + Look, Look, cancellation).ConfigureAwait(false);
        }
    }

    private static string? Evidence(List<Answer> approvals) =>
        string.Join("; ", approvals.Where(a => a.Evidence is not null).Select(a => $"{a.By}: {a.Evidence}"))
            is { Length: > 0 } text
            ? text
            : null;

    // The terminal's part in an approval is only to be there: without one the run is held instead of waiting for ever.
    private async Task AnnounceAsync(Question question, string missing, CancellationToken cancellation)
    {
        var request = new PersonRequest(scope.Journal.RunId, step.Id, question);
        var isAttended =
            await scope.Services.People.AskAsync(request, cancellation).ConfigureAwait(false) is not null;
        if (!isAttended)
            throw new AwaitingPersonException($"{missing}, then `runbook resume {scope.Journal.RunId}`.");
        scope.Emit(RunEventKind.Waiting, step, missing);
    }

    private IEnumerable<Answer> Signals()
    {
        foreach (var signal in new SignalBox(scope.Journal.Location).Read())
            if (Read(signal) is { } answer)
                yield return answer;
    }

    private Answer? Read(Signal signal)
    {
        try
        {
            using var document = JsonDocument.Parse(signal.Content);
            var body = document.RootElement;
            var isOurs = body.Text("step") == step.Id && body.Text("planHash") == scope.State.PlanHash;
            return isOurs ? body.Answer() : null;
        }
        catch (JsonException)
        {
            scope.Emit(RunEventKind.Note, step, $"the signal '{signal.Id}' is not readable and was ignored");
            return null;
        }
    }
}
