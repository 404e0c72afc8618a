namespace RunbookDsl.Testing.Apis;

/// <summary>A fake as one rehearsal has it, at the door.</summary>
internal sealed class ApiScene : ISystemScene
{
    private readonly Stage _stage;
    private readonly ApiFake _fake;
    private readonly Action<Surroundings> _surround;

    /// <param name="stage">The rehearsal.</param>
    /// <param name="fake">Who answers.</param>
    /// <param name="surround">Gives secrets and variables, besides those of the door.</param>
    public ApiScene(Stage stage, ApiFake fake, Action<Surroundings>? surround = null)
    {
        (_stage, _fake, _surround) = (stage, fake, surround ?? (_ => { }));
        stage.Door().Serve(fake);
    }

    public void Surround(Surroundings surroundings)
    {
        _stage.Door().Surround(surroundings);
        _surround(surroundings);
    }

    public Task<SystemState> StateAsync(CancellationToken cancellation) => Task.FromResult(_fake.State());

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
