using RunbookDsl.Journal;

namespace RunbookDsl.Cli;

/// <summary>
/// Looks what this machine lacks. Changes nothing but what the first run would make anyway: its
/// directories.
/// </summary>
internal sealed class Examination(Session session, Invocation invocation)
{
    private readonly ProgramFolders _programs = new(session.Settings);

    public List<Finding> Look() =>
        [
            Journal(),
            Cache(),
            Programs(
                "PostgreSQL client programs",
                ["psql", "pg_dump", "pg_restore", "vacuumdb"],
                _programs.Install("postgresql-client", "postgresql", "libpq")
            ),
            Programs(
                "PostgreSQL server programs (for --sandbox)",
                ["initdb", "postgres"],
                _programs.Install("postgresql", "postgresql-server", "postgresql@17")
            ),
            Programs(
                ".NET SDK (only for `runbook restore`)",
                ["dotnet"],
                _programs.Install("dotnet-sdk-10.0", "dotnet-sdk-10.0", "dotnet")
            ),
        ];

    private Finding Programs(string name, string[] wanted, string remedy)
    {
        var missing = new List<string>();
        string? found = null;
        foreach (var program in wanted)
            if (_programs.Find(program) is { } path)
                found ??= path;
            else
                missing.Add(program);
        return missing.Count == 0
            ? new Finding(name, $"{string.Join(", ", wanted)} in {Path.GetDirectoryName(found)}", null)
            : new Finding(name, $"not found: {string.Join(", ", missing)}", remedy);
    }

    private Finding Journal()
    {
        var home = session.HomeOf(invocation);
        try
        {
            var mark = Path.Combine(home, $".doctor-{Environment.ProcessId}");
            Directory.CreateDirectory(home);
            File.WriteAllText(mark, "");
            File.Delete(mark);
            foreach (var listing in session.Store(invocation).List())
                if (listing.Error is { } error)
                    return new Finding("journals", error.Message, $"runbook verify {listing.RunId}");
            return new Finding("journals", $"{home} can be written", null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JournalException)
        {
            return new Finding(
                "journals",
                $"{home} cannot be written: {e.Message}",
                "export RUNBOOK_HOME=DIRECTORY"
            );
        }
    }

    private Finding Cache()
    {
        var folder = ScriptWorld.Options(session.Settings).CacheDirectory!;
        try
        {
            if (
                !OperatingSystem.IsWindows()
                && Directory.Exists(folder)
                && (File.GetUnixFileMode(folder) & Others) != 0
            )
                return new Finding("compile cache", $"others may write to {folder}", $"chmod go-w {folder}");
            var existing = folder;
            while (!Directory.Exists(existing))
                existing = Path.GetDirectoryName(existing)!;
            var mark = Path.Combine(existing, $".doctor-{Environment.ProcessId}");
            File.WriteAllText(mark, "");
            File.Delete(mark);
            return new Finding("compile cache", $"{folder} can be used", null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Finding(
                "compile cache",
                $"{folder} cannot be written: {e.Message}",
                "export RUNBOOK_CACHE=DIRECTORY"
            );
        }
    }

    private const UnixFileMode Others = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;
}
