namespace RunbookDsl.Journal.Tests;

/// <summary>A journal home of one test's own, removed with it.</summary>
internal sealed class TempHome : IDisposable
{
    internal string Path { get; } = Directory.CreateTempSubdirectory("rb-journal-").FullName;

    internal FileJournalStore Store(string operatorName = "alice") =>
        new(Path, new FixedClock(), Sample.Owner with { Operator = operatorName });

    internal string RunFile(string runId, string name) => System.IO.Path.Combine(Path, "runs", runId, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
