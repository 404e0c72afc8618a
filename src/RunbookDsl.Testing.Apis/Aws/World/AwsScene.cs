namespace RunbookDsl.Testing.Apis;

/// <summary>The account of one rehearsal, and the way to it.</summary>
internal sealed class AwsScene : ISystemScene
{
    private static readonly string[] Endpoints =
    [
        "AWS_ENDPOINT_URL",
        "AWS_ENDPOINT_URL_AUTO_SCALING",
        "AWS_ENDPOINT_URL_EC2",
        "AWS_ENDPOINT_URL_ELASTIC_LOAD_BALANCING",
        "AWS_ENDPOINT_URL_ELASTIC_LOAD_BALANCING_V2",
        "AWS_ENDPOINT_URL_S3",
        "AWS_ENDPOINT_URL_STS",
    ];

    private readonly Stage _stage;
    private readonly AwsSystemSpec _spec;
    private readonly AwsKeys _keys;

    public AwsScene(Stage stage, AwsSystemSpec spec)
    {
        (_stage, _spec) = (stage, spec);
        _keys = AwsKeys.Draw(stage, spec.Name, spec.TokenSecret is not null);
        Fake = new AwsFake(stage, spec, _keys);
        stage.Door().Serve(Fake);
    }

    public AwsFake Fake { get; }

    public void Surround(Surroundings surroundings)
    {
        surroundings.Secret(_spec.KeyIdSecret!, _keys.KeyId);
        surroundings.Secret(_spec.KeySecret!, _keys.Secret);
        if (_spec.TokenSecret is { } token)
            surroundings.Secret(token, _keys.Token!);
        _stage.Door().Surround(surroundings);
        var url = _stage.Door().Origin(Fake).ToString().TrimEnd('/');
        foreach (var endpoint in Endpoints)
            surroundings.Variable(endpoint, url);
        surroundings.Variable("AWS_DEFAULT_REGION", _spec.Region);
        surroundings.Variable("AWS_REGION", _spec.Region);
        surroundings.Variable("AWS_EC2_METADATA_DISABLED", "true");
        surroundings.Variable("AWS_PAGER", "");
        // What the operator has in the home directory or the environment would lead to a real account, and an
        // empty name of a profile is one that cannot be found.
        surroundings.Variable("AWS_CONFIG_FILE", File("aws-config", "[default]\n"));
        surroundings.Variable("AWS_SHARED_CREDENTIALS_FILE", File("aws-credentials", ""));
        surroundings.Variable("AWS_PROFILE", "default");
        surroundings.Variable("AWS_DEFAULT_PROFILE", "default");
        surroundings.Variable("AWS_SESSION_TOKEN", "");
    }

    public Task<SystemState> StateAsync(CancellationToken cancellation) => Task.FromResult(Fake.State());

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private string File(string name, string content)
    {
        var path = Path.Combine(_stage.Directory, name);
        System.IO.File.WriteAllText(path, content);
        return _stage.Tokens.Name(path, "dir", name);
    }
}
