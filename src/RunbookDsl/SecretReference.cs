namespace RunbookDsl;

/// <summary>
/// A secret by name. Holds no value, so it can be planned, hashed and printed; the value exists only inside a
/// running operation (<see cref="StepContext.Reveal"/>) and is masked wherever text leaves it.
/// </summary>
/// <param name="Name">Name of the environment variable, unless another source is given.</param>
public sealed record SecretReference(string Name)
{
    /// <summary>File that holds the value, relative to the runbook; null for none.</summary>
    public string? File { get; init; }

    /// <summary>Command that prints the value, such as <c>pass show db/orders</c>; null for none.</summary>
    public IReadOnlyList<string>? Command { get; init; }

    /// <summary>
    /// A copy that reads the first line of <paramref name="path"/> when the environment has no such variable.
    /// </summary>
    public SecretReference FromFile(string path) => AuthoringSession.Declared(this with { File = path });

    /// <summary>
    /// A copy that runs a program and takes the first line it prints when the environment has no such
    /// variable.
    /// </summary>
    public SecretReference FromCommand(string program, params string[] arguments) =>
        AuthoringSession.Declared(this with { Command = [program, .. arguments] });

    /// <summary><c>secret NAME</c>: never the value.</summary>
    public override string ToString() => $"secret {Name}";
}
