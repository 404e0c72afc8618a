namespace RunbookDsl.Deployment;

/// <summary>
/// Capistrano, as an external command: what it says is not believed, what visitors get is looked at.
/// </summary>
public static class Cap
{
    /// <summary>A stage of the project in the runbook's folder.</summary>
    /// <param name="name">As Capistrano knows it: <c>production</c>.</param>
    /// <exception cref="ArgumentException">It is no name of a stage.</exception>
    public static CapStage Stage(string name) => new(GitNames.Checked(name, "a stage"));
}
