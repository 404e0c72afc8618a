namespace RunbookDsl.Cli;

/// <summary>A choice between the way that is built in and one of a named package, for the real world
/// only.</summary>
/// <param name="Option">Where the operator says it: <c>--ssh</c>.</param>
/// <param name="Variable">Where it is said for every command: <c>RUNBOOK_SSH</c>.</param>
/// <param name="Usual">The built-in one.</param>
/// <param name="Named">The one of the package.</param>
internal sealed record ClientChoice(string Option, string Variable, string Usual, string Named)
{
    /// <summary>What it is a choice of: <c>SSH client</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>What it reaches: <c>hosts</c>.</summary>
    public required string Reaches { get; init; }

    /// <summary>The package, as its makers call it.</summary>
    public required string Package { get; init; }

    /// <summary>Whether the command was built with the package.</summary>
    public required bool IsBuilt { get; init; }

    /// <summary>What the operator chose for this command; null for nothing, and where it would not be
    /// used.</summary>
    /// <exception cref="UsageException">There is none of that name, or it would not be used.</exception>
    public string? Of(Invocation invocation, ProcessSettings settings) =>
        (invocation.Value(Option) ?? settings.Value(Variable)) is { } client
        && invocation.Command.Options.Any(o => o.Name == Option)
            ? Checked(client, invocation)
            : null;

    private string Checked(string client, Invocation invocation) =>
        invocation.Has(Option) && invocation.Has("--sandbox")
            ? throw new UsageException(
                $"{Option} says how real {Reaches} are reached; --sandbox reaches none.",
                invocation.Command
            )
        : client != Usual && client != Named
            ? throw new UsageException($"'{client}' is no {Kind}: {Usual} or {Named}.", invocation.Command)
        : client == Usual || IsBuilt ? client
        : throw new UsageException(
            $"this runbook was built without {Package}. Build it with -p:NamedPackages=true from a registry "
                + $"that has the package, or take {Option} {Usual}.",
            invocation.Command
        );
}
