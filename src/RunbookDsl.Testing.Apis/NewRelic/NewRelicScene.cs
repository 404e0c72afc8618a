namespace RunbookDsl.Testing.Apis;

/// <summary>New Relic in one rehearsal.</summary>
internal sealed class NewRelicScene : ModelScene
{
    public NewRelicScene(NewRelicSystemSpec spec, Stage stage)
        : this(spec, stage, Key(stage, spec.KeySecret!, "NRAK-")) { }

    private NewRelicScene(NewRelicSystemSpec spec, Stage stage, string key)
        : base(stage, spec.KeySecret!, key) => Fake = new NewRelicFake(stage, spec, key);

    public override ModelFake Fake { get; }
}
