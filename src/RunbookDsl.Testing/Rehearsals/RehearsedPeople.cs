using System.Globalization;
using RunbookDsl.Engine;

namespace RunbookDsl.Testing;

/// <summary>
/// The persons of a world. Those who approve do it as real ones would: with a signal of their own, which the
/// run then finds.
/// </summary>
/// <param name="prepared">Answers as the world file says.</param>
/// <param name="post">Leaves a signal with a run: run, id, content.</param>
public sealed class RehearsedPeople(IPeople prepared, Action<string, string, byte[]> post) : IPeople
{
    private readonly Lock _gate = new();
    private readonly List<AskedQuestion> _asked = [];

    /// <summary>The plan that approvals are bound to; set before the run begins.</summary>
    public string PlanHash { get; set; } = "";

    /// <summary>The step whose questions are answered with no; null none.</summary>
    public string? RefusedAt { get; set; }

    /// <summary>The process at work, from 1.</summary>
    public int Life { get; set; } = 1;

    /// <summary>Questions with their answers so far.</summary>
    public IReadOnlyList<AskedQuestion> Asked
    {
        get
        {
            lock (_gate)
                return [.. _asked];
        }
    }

    /// <inheritdoc/>
    public async Task<Answer?> AskAsync(PersonRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var answer = await prepared.AskAsync(request, cancellation).ConfigureAwait(false);
        if (answer is not null && request.StepId == RefusedAt)
            answer = answer with { Yes = false };
        lock (_gate)
            _asked.Add(new(Life, request.StepId, request.Question, answer));
        if (request.Question.Approvers == 0 || answer is null || answer is { Yes: true, IsBreakGlass: true })
            return answer;
        if (!answer.Yes)
            return RefusedAt is null ? null : answer;
        Approve(request, answer);
        return answer;
    }

    private void Approve(PersonRequest request, Answer answer)
    {
        var names = answer.By.Split(
            ',',
            StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries
        );
        foreach (var name in names)
        {
            var approval = new Approval(request.StepId, PlanHash, true, name, answer.At)
            {
                Evidence = answer.Evidence,
            };
            post(request.RunId, approval.Id, approval.Content().ToArray());
        }
        if (names.Length < request.Question.Approvers)
            throw new OperationFailedException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"'{request.StepId}' wants {request.Question.Approvers} approvals, the world gives "
                        + $"{names.Length}: "
                ) + "name more persons, Answers(\"…\", by: \"alice, bob\")."
            );
    }
}
