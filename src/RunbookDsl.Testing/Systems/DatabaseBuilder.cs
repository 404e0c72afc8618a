using System.Runtime.CompilerServices;

namespace RunbookDsl.Testing;

/// <summary>Says what is in a database and under which secret the runbook finds it.</summary>
public sealed class DatabaseBuilder
{
    private readonly PostgresBuilder _server;
    private readonly string _folder;
    private readonly int _index;

    internal DatabaseBuilder(PostgresBuilder server, string folder, int index) =>
        (_server, _folder, _index) = (server, folder, index);

    /// <summary>Runs these statements in it, one transaction each, before the run begins.</summary>
    public DatabaseBuilder Sql(
        string statements,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    ) => Add(new(statements, null, new(file, line, "Sql")));

    /// <summary>
    /// Runs a file in it before the run begins, as <see cref="Sql"/>; plain output of <c>pg_dump</c> is
    /// such a file.
    /// </summary>
    /// <param name="path">Relative to the world file.</param>
    /// <param name="file">The world file; the compiler fills it in.</param>
    /// <param name="line">The line; the compiler fills it in.</param>
    public DatabaseBuilder SqlFile(
        string path,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    ) => Add(new(null, Path.GetFullPath(path, _folder), new(file, line, "SqlFile", path)));

    /// <summary>Gives the runbook the URL of this database as this secret.</summary>
    public DatabaseBuilder As(SecretReference secret)
    {
        _server.Change(_index, d => d with { Secrets = d.Secrets.Add(secret.Name) });
        return this;
    }

    private DatabaseBuilder Add(SeedScript script)
    {
        _server.Change(_index, d => d with { Scripts = d.Scripts.Add(script) });
        return this;
    }
}
