namespace RunbookDsl.Runbooks.Tests;

/// <summary>A folder of one test, removed afterwards.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("runbook-test-").FullName;

    public string File(string name) => Path.Combine(_path, name);

    public void Clear(params string[] names)
    {
        foreach (var name in names)
        {
            if (Directory.Exists(File(name)))
                Directory.Delete(File(name), recursive: true);
            System.IO.File.Delete(File(name));
        }
    }

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
