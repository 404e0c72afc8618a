namespace RunbookDsl.Documents.Tests;

/// <summary>A directory of one test.</summary>
internal sealed class Folder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("runbook-documents-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public string Put(string name, string text)
    {
        File.WriteAllText(this[name], text);
        return this[name];
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
