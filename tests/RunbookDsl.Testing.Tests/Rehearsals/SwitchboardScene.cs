namespace RunbookDsl.Testing.Tests;

/// <summary>The switches of one rehearsal.</summary>
internal sealed class SwitchboardScene : ISystemScene, ISwitches
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, string> _values;
    private readonly string _name;
    private readonly Stage _stage;

    public SwitchboardScene(SwitchboardSpec spec, Stage stage)
    {
        (_name, _stage) = (spec.Name, stage);
        _values = new(spec.Values.ToDictionary(), StringComparer.Ordinal);
        foreach (var (name, value, after) in spec.Later)
            stage.Clock.Schedule(after, () => Put(name, value));
    }

    public void Surround(Surroundings surroundings) => surroundings.Port<ISwitches>(this);

    public Task<SystemState> StateAsync(CancellationToken cancellation)
    {
        lock (_gate)
            return Task.FromResult(SystemState.Of(_name, _values));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public Task SetAsync(StepContext context, string name, string value) =>
        ChangeAsync(context, "set", name, _ => value);

    public Task TellAsync(StepContext context, string name, string line) =>
        ChangeAsync(context, "tell", name, was => was.Length == 0 ? line : $"{was} | {line}");

    public async Task<string> GetAsync(StepContext context, string name)
    {
        using var ticket = _stage.Enter(new WorldCall(_name, "get", false) { Subject = name });
        await StrikeAsync(ticket, ticket.BeforeEffect, context.Cancellation);
        var value = Value(name);
        ticket.Answered(value);
        return value;
    }

    private async Task ChangeAsync(
        StepContext context,
        string operation,
        string name,
        Func<string, string> change
    )
    {
        using var ticket = _stage.Enter(new WorldCall(_name, operation, true) { Subject = name });
        await StrikeAsync(ticket, ticket.BeforeEffect, context.Cancellation);
        var was = Value(name);
        Put(name, change(was));
        ticket.Applied(was, Value(name));
        await StrikeAsync(ticket, ticket.AfterEffect, context.Cancellation);
        ticket.Answered("ok");
    }

    private static async Task StrikeAsync(CallTicket ticket, FaultAction? fault, CancellationToken gone)
    {
        switch (fault?.Kind)
        {
            case null:
                return;
            case FaultKind.Error:
                throw new OperationFailedException("the board refuses");
            case FaultKind.Hang:
                await ticket.HangAsync(gone);
                break;
        }
        throw new OutcomeUnknownException("the board did not answer");
    }

    private string Value(string name)
    {
        lock (_gate)
            return _values.GetValueOrDefault(name, "");
    }

    private void Put(string name, string value)
    {
        lock (_gate)
            _values[name] = value;
    }
}
