namespace RunbookDsl.Journal;

/// <summary>A message to a run, put into its directory by another process (an approval, a pause).</summary>
/// <param name="Id">Its name: the same id is only taken once.</param>
/// <param name="Content">Whatever the sender wrote: not trusted, the owner checks it.</param>
public sealed record Signal(string Id, byte[] Content);
