using System.Globalization;
using RunbookDsl.Journal;

namespace RunbookDsl.Cli;

/// <summary>
/// The persons of a world. Those who approve do it as real ones would: with a signal of their own, which
/// the run then finds.
/// </summary>
/// <param name="prepared">Answers as the world file says.</param>
/// <param name="home">Where runs live.</param>
internal sealed class WorldPeople(IPeople prepared, string home) : IPeople
{
    /// <summary>The plan that approvals are bound to; set before the run begins.</summary>
    public string PlanHash { get; set; } = "";

    /// <inheritdoc/>
    public async Task<Answer?> AskAsync(PersonRequest request, CancellationToken cancellation)
    {
        var answer = await prepared.AskAsync(request, cancellation).ConfigureAwait(false);
        if (request.Question.Approvers == 0 || answer is null)
            return answer;
        if (!answer.Yes)
            return null;
        var box = new SignalBox(Path.Combine(home, "runs", request.RunId));
        var names = answer.By.Split(
            ',',
            StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries
        );
        for (var i = 0; i < names.Length; i++)
        {
            var approval = new Approval(request.StepId, PlanHash, true, names[i], answer.At)
            {
                Evidence = answer.Evidence,
            };
            box.Post(approval.Id, approval.Content());
        }
        if (names.Length >= request.Question.Approvers)
            return answer;
        throw new OperationFailedException(
            string.Create(
                CultureInfo.InvariantCulture,
                $"'{request.StepId}' wants {request.Question.Approvers} approvals, the world gives "
                    + $"{names.Length}: "
            ) + "name more persons, Answers(\"…\", by: \"alice, bob\")."
        );
    }
}
