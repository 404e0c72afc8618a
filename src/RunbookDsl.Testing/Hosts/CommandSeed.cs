using System.Collections.Immutable;

namespace RunbookDsl.Testing;

/// <summary>What a scripted machine answers to a command.</summary>
/// <param name="Pattern">The program and its arguments, separated by one blank; <c>*</c> stands for
/// anything.</param>
/// <param name="Where">The verb that made it.</param>
public sealed record CommandSeed(string Pattern, SourceLocation Where)
{
    /// <summary>What it does, in this order.</summary>
    public ImmutableArray<CommandAct> Acts { get; init; } = [];

    /// <summary>Its exit code.</summary>
    public int Code { get; init; }

    /// <summary>The signal it is ended by, such as <c>KILL</c>; null ends with the exit code.</summary>
    public string? Signal { get; init; }

    /// <summary>Whether it is meant to change the machine.</summary>
    public bool Changes => Acts.Any(a => a.Kind == CommandActKind.Does);
}
