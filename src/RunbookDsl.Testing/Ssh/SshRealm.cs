namespace RunbookDsl.Testing;

/// <summary>The machines of one rehearsal, and the ways to them: straight, and over a real sshd.</summary>
internal sealed class SshRealm(Stage stage, SshFamily family) : IAsyncDisposable
{
    private readonly List<HostMachine> _machines = [];
    private readonly Lock _gate = new();
    private SshFront? _front;
    private bool _isSurrounded;

    public Stage Stage => stage;

    public IReadOnlyList<HostMachine> Machines => _machines;

    public void Add(HostMachine machine) => _machines.Add(machine);

    /// <summary>The machine of this name or address; null when there is none.</summary>
    public HostMachine? Find(string host) =>
        _machines.Find(m => m.Name == host || m.Spec.Addresses.Contains(host));

    /// <summary>All machines share one way in: the first scene that is asked opens it.</summary>
    public void Surround(Surroundings surroundings)
    {
        lock (_gate)
        {
            if (_isSurrounded)
                return;
            _isSurrounded = true;
        }
        if (!_machines.Any(m => m.Spec.IsReal))
            surroundings.Port<IRemoteHosts>(new StraightHosts(this));
        _front = SshFront.Open(this, family, surroundings);
    }

    /// <summary>Somebody connects, one call of its own.</summary>
    public async Task<ConnectOutcome> ConnectAsync(HostMachine machine, string user, CancellationToken gone)
    {
        using var ticket = stage.Enter(
            new WorldCall(machine.Name, "connect", false) { Subject = user, Text = $"connect as {user}" }
        );
        var outcome = await OutcomeAsync(ticket, machine, user, gone).ConfigureAwait(false);
        ticket.Answered(
            outcome switch
            {
                ConnectOutcome.Open => "connected",
                ConnectOutcome.Refused => "refused",
                ConnectOutcome.WrongKey => "wrong host key",
                _ => "permission denied",
            }
        );
        return outcome;
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _front, null) is { } front)
            await front.DisposeAsync().ConfigureAwait(false);
    }

    private static async Task<ConnectOutcome> OutcomeAsync(
        CallTicket ticket,
        HostMachine machine,
        string user,
        CancellationToken gone
    )
    {
        if (!machine.Answers())
            return ConnectOutcome.Refused;
        switch (ticket.BeforeEffect ?? ticket.AfterEffect)
        {
            case { Kind: FaultKind.Hang }:
                await ticket.HangAsync(gone).ConfigureAwait(false);
                return ConnectOutcome.Refused;
            case { Kind: FaultKind.Error, Code: "hostkey" }:
                return ConnectOutcome.WrongKey;
            case { Kind: FaultKind.Error, Code: "auth" }:
                return ConnectOutcome.NotAllowed;
            case { Kind: not FaultKind.Duplicate }:
                return ConnectOutcome.Refused;
        }
        return machine.Users.LetsIn(user) ? ConnectOutcome.Open : ConnectOutcome.NotAllowed;
    }
}
