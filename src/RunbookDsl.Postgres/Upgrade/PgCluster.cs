namespace RunbookDsl.Postgres;

/// <summary>
/// A PostgreSQL server as it lies on the disk of the machine where the runbook runs, whether it runs or not.
/// Writing one down looks at nothing.
/// </summary>
/// <param name="Programs">Full path of the folder with its <c>postgres</c>, such as
/// <c>/usr/lib/postgresql/17/bin</c>.</param>
/// <param name="Data">Full path of its data directory.</param>
public sealed record PgCluster(string Programs, string Data)
{
    /// <summary>
    /// Full path of the folder with its <c>postgresql.conf</c>; null is the data directory.
    /// </summary>
    public string? Configuration { get; init; }

    /// <summary>
    /// A copy whose configuration lies elsewhere, as Debian's does: <c>/etc/postgresql/17/main</c>.
    /// </summary>
    public PgCluster ConfiguredIn(string folder) => this with { Configuration = folder };

    /// <summary>The data directory.</summary>
    public override string ToString() => Data;

    /// <summary>What PostgreSQL's programs are given as its directory.</summary>
    internal string Directory => Configuration ?? Data;

    internal string Program(string name) => Path.Combine(Programs, name);

    /// <summary>Its major version, from the data directory.</summary>
    /// <exception cref="OperationFailedException">There is none, or it may not be read.</exception>
    internal int Major()
    {
        var file = Path.Combine(Data, "PG_VERSION");
        try
        {
            return NativeTool.MajorOf(File.ReadAllText(file).Trim());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OperationFailedException(
                $"{file} cannot be read: {e.Message} Expected a data directory of PostgreSQL on this machine;"
                    + " run the runbook as root or as the server's own user"
            );
        }
    }
}
