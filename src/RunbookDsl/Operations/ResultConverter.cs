namespace RunbookDsl;

/// <summary>Makes a step's result of one that an earlier version of the script stored.</summary>
/// <param name="From">The type the stored result is read as.</param>
/// <param name="Convert">Pure: called when a run is migrated, never while a step runs.</param>
public sealed record ResultConverter(Type From, Func<object?, object?> Convert);
