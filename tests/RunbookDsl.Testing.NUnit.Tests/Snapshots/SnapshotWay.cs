namespace RunbookDsl.Testing.NUnit.Tests.Snapshots;

/// <summary>A way to keep snapshots, of those that hold the same contract.</summary>
/// <param name="name">What the tests call it.</param>
internal abstract class SnapshotWay(string name)
{
    /// <summary>
    /// Compares the text of a rehearsal, a matrix or a plan with <c>NAME.verified.txt</c> in the folder
    /// <c>snapshots</c>.
    /// </summary>
    /// <returns>What a test would fail with; null when the snapshot holds.</returns>
    public abstract Task<string?> CheckAsync(string root, string snapshot, object rehearsed);

    public override string ToString() => name;
}
