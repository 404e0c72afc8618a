namespace RunbookDsl.Testing;

/// <summary>Persons who answer what the world file says, and nothing else.</summary>
internal sealed class PreparedPeople(WorldSpec spec, TimeProvider clock) : IPeople
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _asked = [];

    public Task<Answer?> AskAsync(PersonRequest request, CancellationToken cancellation)
    {
        var text = request.Question.Text;
        var prepared = spec.Answers.Where(a => a.Question == text).ToArray();
        if (prepared.Length == 0)
            throw new WorldException(Unexpected(request));
        int turn;
        lock (_gate)
            _asked[text] = turn = _asked.GetValueOrDefault(text) + 1;
        var given = prepared[Math.Min(turn, prepared.Length) - 1];
        return Task.FromResult<Answer?>(
            new(given.Yes, given.By, clock.GetUtcNow(), given.Evidence) { IsBreakGlass = given.IsBreakGlass }
        );
    }

    private string Unexpected(PersonRequest request)
    {
        var text = request.Question.Text;
        var near = Nearest.Suggest(text, spec.Answers.Select(a => a.Question));
        return $"step '{request.StepId}' asks \"{text}\", which the world does not answer{near}. "
            + $"Add Answers(\"{text}\") to {spec.Path}.";
    }
}
