using RunbookDsl.Journal;
using RunState = RunbookDsl.Engine.RunState;

namespace RunbookDsl.Testing;

/// <summary>How one crashed run ended after it was resumed to its end.</summary>
/// <param name="Point">Where it was crashed, in words.</param>
/// <param name="Effects">The world with every effect.</param>
/// <param name="State">Every step's state.</param>
/// <param name="History">Its journal.</param>
public sealed record CrashOutcome(string Point, EffectServer Effects, RunState State, RunHistory History);
