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

    /// <summary>
    /// Gives each rehearsal a server that no other one had before. Without it a server is lent again when
    /// nothing but its databases was changed; roles, settings and slots are looked at.
    /// </summary>
    public PostgresBuilder OwnCluster()
    {
        Change(_spec with { IsOwnCluster = true });
        return this;
    }

    /// <summary>
    /// Leaves the content of tables, columns and sequences out of the state that rehearsals are compared by,
    /// because it differs between two that are alike: a time, a transaction's number.
    /// </summary>
    /// <param name="names"><c>table</c>, <c>table.column</c> or <c>sequence</c>, with the schema in front
    /// where it is not <c>public</c>.</param>
    public PostgresBuilder Ignoring(params IEnumerable<string> names)
    {
        Change(_spec with { Ignored = _spec.Ignored.Union(names) });
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

    /// <summary>
    /// Makes the databases on a server that is there, instead of starting one: under names of their own,
    /// which begin with <c>rbw_</c>, and dropped afterwards. Whatever concerns the server itself fails:
    /// ALTER SYSTEM, roles, slots, promotion, and databases with other names. The environment variable
    /// <c>RUNBOOK_TEST_POSTGRES</c> does the same for every world that does not say where.
    /// </summary>
    /// <param name="connectionString"><c>postgres://user:password@host:port/database</c>, or as Npgsql takes
    /// it; a user who may make databases, reached without encryption. PostgreSQL 13 or newer. Only a password
    /// that everybody may know belongs into a world file.</param>
    public PostgresBuilder At(string connectionString)
    {
        Change(_spec with { Address = connectionString });
        return this;
    }

    /// <summary>
    /// Runs the server in a container, with the <c>docker</c> program of this machine, or as the environment
    /// variable <c>RUNBOOK_CONTAINERS</c> says: <c>docker</c> or <c>testcontainers</c>. Slower than its own
    /// binaries: each server is seeded anew.
    /// </summary>
    /// <param name="image">One that behaves as the official one, such as <c>postgres:15</c>.</param>
    public PostgresBuilder Docker(string image)
    {
        Change(_spec with { Image = image, ContainerClient = null });
        return this;
    }

    /// <summary>
    /// Runs the server in a container, as <see cref="Docker"/>, with Testcontainers and without a
    /// <c>docker</c> program, whatever <c>RUNBOOK_CONTAINERS</c> says. Fails when the world is started by a
    /// program that was built without it.
    /// </summary>
    /// <param name="image">One that behaves as the official one, such as <c>postgres:15</c>.</param>
    public PostgresBuilder Testcontainers(string image)
    {
        Change(_spec with { Image = image, ContainerClient = ContainerEngines.Testcontainers });
        return this;
    }

    /// <summary>
    /// A streaming replica that answers reads and can be promoted. The pair is made anew for each rehearsal.
    /// </summary>
    public ReplicaBuilder Replica(
        string name,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    )
    {
        Change(_spec with { Replicas = _spec.Replicas.Add(new(name, new(file, line, "Replica", name))) });
        return new(this, _spec.Replicas.Length - 1);
    }

    internal void Change(int replica, Func<ReplicaSpec, ReplicaSpec> change) =>
        Change(_spec with { Replicas = _spec.Replicas.SetItem(replica, change(_spec.Replicas[replica])) });

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
