namespace RunbookDsl.Testing;

/// <summary>A scripted machine of a world. Nothing of it runs before somebody connects.</summary>
internal sealed class HostSystem : IWorldSystem
{
    private readonly HostSystemSpec _spec;
    private readonly SshFamily _family;

    public HostSystem(HostSystemSpec spec, SshFamily family) =>
        (_spec, Name, _family) = (spec, spec.Name, family.Use());

    public string Name { get; }

    public Task<ISystemScene> OpenAsync(Stage stage, CancellationToken cancellation)
    {
        var realm = stage.Shared(() => new SshRealm(stage, _family));
        var machine = new HostMachine(_spec, stage);
        realm.Add(machine);
        stage.Shared(() => new HostFiles()).Add(machine);
        return Task.FromResult<ISystemScene>(new HostScene(realm, machine));
    }

    public ValueTask DisposeAsync() => _family.ReleaseAsync();
}
