using System.Runtime.CompilerServices;

namespace RunbookDsl.Testing;

/// <summary>Says what a throw-away PostgreSQL server is like.</summary>
public sealed class PostgresBuilder
{
    private readonly WorldSession _session;
    private PostgresSystemSpec _spec;

    internal PostgresBuilder(WorldSession session, PostgresSystemSpec spec)
    {
        (_session, _spec) = (session, spec);
        session.Put(null, spec);
    }

    /// <summary>
    /// A line of postgresql.conf. A name the server does not know is refused by the server when it starts.
    /// </summary>
    public PostgresBuilder Setting(string name, string value)
    {
        Change(_spec with { Settings = _spec.Settings.SetItem(name, value) });
        return this;
    }

    /// <summary>A new database, made before the run begins.</summary>
    public DatabaseBuilder Database(
        string name,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    )
    {
        Change(_spec with { Databases = _spec.Databases.Add(new(name, new(file, line, "Database", name))) });
        return new(this, _session.Folder, _spec.Databases.Length - 1);
    }

    internal void Change(int database, Func<DatabaseSpec, DatabaseSpec> change) =>
        Change(
            _spec with
            {
                Databases = _spec.Databases.SetItem(database, change(_spec.Databases[database])),
            }
        );

    private void Change(PostgresSystemSpec changed)
    {
        _session.Put(_spec, changed);
        _spec = changed;
    }
}
