namespace RunbookDsl.Testing;

/// <summary>A scripted machine as one rehearsal has it.</summary>
internal sealed class HostScene(SshRealm realm, HostMachine machine) : ISystemScene
{
    public void Surround(Surroundings surroundings)
    {
        realm.Surround(surroundings);
        machine.Redis?.Surround(surroundings);
    }

    public Task<SystemState> StateAsync(CancellationToken cancellation)
    {
        var stage = machine.Stage;
        var lines = machine
            .Lines()
            .Select(l => KeyValuePair.Create(l.Key, stage.Tokens.Replace(stage.Secrets.Mask(l.Value))));
        return Task.FromResult(SystemState.Of(machine.Name, lines));
    }

    public ValueTask DisposeAsync() => realm.DisposeAsync();
}
