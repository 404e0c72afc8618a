using System.Collections.Immutable;

namespace RunbookDsl.Testing.Tests.Transcripts;

/// <summary>The smallest system there is: named switches, in one rehearsal.</summary>
internal sealed class Switchboard(Stage stage) : ISystemScene
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, string> _values = new(StringComparer.Ordinal);

    public const string System = "board";

    public async Task<string?> GetAsync(string name, CancellationToken cancellation)
    {
        using var ticket = stage.Enter(new WorldCall(System, "get", IsChange: false) { Subject = name });
        await FailAsync(ticket, ticket.BeforeEffect, cancellation);
        lock (_gate)
            return _values.GetValueOrDefault(name);
    }

    public async Task SetAsync(string name, string? value, CancellationToken cancellation)
    {
        using var ticket = stage.Enter(
            new WorldCall(System, "set", IsChange: true)
            {
                Subject = name,
                Text = $"set {name} {value ?? "(none)"}",
            }
        );
        await FailAsync(ticket, ticket.BeforeEffect, cancellation);
        string was;
        lock (_gate)
        {
            was = _values.GetValueOrDefault(name) ?? "";
            if (value is null)
                _values.Remove(name);
            else
                _values[name] = value;
        }
        ticket.Applied(was, value ?? "");
        await FailAsync(ticket, ticket.AfterEffect, cancellation);
        ticket.Answered("ok");
    }

    public void Surround(Surroundings surroundings) => surroundings.Port(this);

    public Task<SystemState> StateAsync(CancellationToken cancellation)
    {
        lock (_gate)
            return Task.FromResult(SystemState.Of(System, _values.ToImmutableSortedDictionary()));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static async Task FailAsync(CallTicket ticket, FaultAction? fault, CancellationToken cancellation)
    {
        if (fault is null)
            return;
        if (fault.Kind == FaultKind.Hang)
            await ticket.HangAsync(cancellation);
        if (fault.Kind is FaultKind.Hang or FaultKind.Drop)
            throw new OutcomeUnknownException("the board was cut off");
        ticket.Answered("refused");
        throw new OperationFailedException("the board refused");
    }
}
