using RunbookDsl.Journal;

namespace RunbookDsl.Testing;

/// <summary>Stands for the end of a process: whatever it was about to do to the disk did not
/// happen.</summary>
internal sealed class ProcessDiedException(string where) : JournalException($"the process ended at {where}");
