namespace RunbookDsl.Testing.Apis;

/// <summary>Statuspage in one rehearsal.</summary>
internal sealed class StatuspageScene : ModelScene
{
    public StatuspageScene(StatuspageSystemSpec spec, Stage stage)
        : this(spec, stage, Key(stage, spec.KeySecret!, "")) { }

    private StatuspageScene(StatuspageSystemSpec spec, Stage stage, string key)
        : base(stage, spec.KeySecret!, key) => Fake = new StatuspageFake(stage, spec, key);

    public override ModelFake Fake { get; }
}
