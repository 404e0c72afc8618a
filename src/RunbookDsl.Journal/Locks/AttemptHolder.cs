namespace RunbookDsl.Journal;

/// <summary>A process of an old attempt that still lives.</summary>
/// <param name="Pid">Its id.</param>
/// <param name="Command">Its name, at most 15 characters and without arguments.</param>
public sealed record AttemptHolder(int Pid, string Command);
