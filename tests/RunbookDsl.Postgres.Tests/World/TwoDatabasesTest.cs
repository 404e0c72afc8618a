namespace RunbookDsl.Postgres.Tests;

/// <summary>A second copy of the shop beside the first, under a secret of its own.</summary>
internal abstract class TwoDatabasesTest : DatabaseTest
{
    protected const string OtherSecret = "NEW_DATABASE_URL";

    protected string Other => Name + "_new";

    protected static PgDatabase OtherDb => Pg.Database(new SecretReference(OtherSecret));

    protected static string Where => $"127.0.0.1 port {Server.Cluster.Port}";

    [SetUp]
    public Task CopyItAgainAsync() => Server.Cluster.CreateDatabaseAsync(Other, "shop");

    /// <summary>A context whose secrets lead to both.</summary>
    protected StepWorld Both(string step = "step")
    {
        var world = Step(step);
        world.Secrets[OtherSecret] = Server.Cluster.Url(Other);
        return world;
    }

    protected Task OtherSqlAsync(string sql) =>
        Server.Cluster.RunSqlAsync(Other, new Testing.SqlSource(sql, "test"));

    protected Task<T> ReadOtherAsync<T>(string sql) => ReadAsync<T>(sql, Other);
}
