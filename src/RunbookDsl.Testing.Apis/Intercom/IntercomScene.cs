namespace RunbookDsl.Testing.Apis;

/// <summary>Intercom in one rehearsal.</summary>
internal sealed class IntercomScene : ModelScene
{
    public IntercomScene(IntercomSystemSpec spec, Stage stage)
        : this(spec, stage, Key(stage, spec.TokenSecret!, "dG9r")) { }

    private IntercomScene(IntercomSystemSpec spec, Stage stage, string token)
        : base(stage, spec.TokenSecret!, token) => Fake = new IntercomFake(stage, spec, token);

    public override ModelFake Fake { get; }
}
