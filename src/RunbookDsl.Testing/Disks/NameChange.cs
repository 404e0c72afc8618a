namespace RunbookDsl.Testing;

/// <summary>What a name in a directory came to mean; null when it was removed.</summary>
/// <param name="Order">Place among all changes of the disk; both halves of a rename have the same.</param>
/// <param name="Name">The name.</param>
/// <param name="Node">What it stands for.</param>
internal readonly record struct NameChange(long Order, string Name, SimulatedNode? Node);
