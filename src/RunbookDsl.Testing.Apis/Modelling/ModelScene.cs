namespace RunbookDsl.Testing.Apis;

/// <summary>A provider in one rehearsal, with the key that opens it.</summary>
internal abstract class ModelScene(Stage stage, string secret, string key) : ISystemScene
{
    /// <summary>The model that answers.</summary>
    public abstract ModelFake Fake { get; }

    /// <summary>A base URL for clients that are given one, without a slash at the end.</summary>
    protected string Origin => field ??= stage.Door().Origin(Fake).ToString().TrimEnd('/');

    public virtual void Surround(Surroundings surroundings)
    {
        surroundings.Secret(secret, key);
        stage.Door().Surround(surroundings);
    }

    public Task<SystemState> StateAsync(CancellationToken cancellation) => Task.FromResult(Fake.State());

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>A key in the provider's form, the same in each rehearsal.</summary>
    protected static string Key(Stage stage, string secret, string prefix)
    {
        var key = prefix + Convert.ToHexStringLower(stage.Bytes($"key:{secret}", 20));
        stage.Secrets.Add(secret, key);
        return key;
    }
}
