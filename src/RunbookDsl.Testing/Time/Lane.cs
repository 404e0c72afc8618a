namespace RunbookDsl.Testing;

/// <summary>One step at work. A step that runs a child run is not at work itself while one of the child's
/// is.</summary>
internal sealed class Lane(string step, Lane? outer)
{
    public string Step => step;

    public Lane? Outer => outer;

    /// <summary>Steps at work inside it.</summary>
    public int Inner { get; set; }
}
