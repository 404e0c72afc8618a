using RunbookDsl.Engine;

namespace RunbookDsl.Testing;

/// <summary>A runbook that was read.</summary>
/// <param name="Plan">Its plan.</param>
/// <param name="Sources">Full paths of the script and all it loads.</param>
/// <param name="Ports">What belongs to this reading: places of errors, for one.</param>
public sealed record ReadRunbook(Plan Plan, IReadOnlyList<string> Sources, PortRegistry Ports);
