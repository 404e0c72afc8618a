namespace RunbookDsl.Postgres.Tests;

internal sealed class ConnectionTests : DatabaseTest
{
    [Test, CancelAfter(60_000)]
    public void A_server_that_is_not_there_says_what_to_check(CancellationToken stop)
    {
        var step = Step();
        step.Secrets[SecretName] = "postgres://app:s3cret@127.0.0.1:1/orders";

        var failure = Assert.ThrowsAsync<OperationFailedException>(() =>
            step.LookAsync(Pg.AssertIdentity(Db), stop)
        )!;

        Assert.That(failure.Retryable);
        Assert.That(
            failure.Message,
            Is.EqualTo(
                "cannot reach database \"orders\" at 127.0.0.1 port 1 (secret DATABASE_URL):"
                    + " Connection refused. Check that the"
                    + " server runs and listens there, that host and port in the secret are"
                    + " right, and that no firewall is in"
                    + " between"
            )
        );
    }

    [Test, CancelAfter(60_000)]
    public void A_wrong_password_is_named_but_not_shown(CancellationToken stop)
    {
        var step = Step();
        step.Secrets[SecretName] = $"postgres://postgres:wr%40ng@127.0.0.1:{Server.Cluster.Port}/{Name}";

        var failure = Assert.ThrowsAsync<OperationFailedException>(() =>
            step.LookAsync(Pg.AssertIdentity(Db), stop)
        )!;

        Assert.That(
            failure.Message,
            Is.EqualTo(
                $"database \"{Name}\" at 127.0.0.1 port {Server.Cluster.Port} refused the"
                    + $" connection of user \"postgres\":"
                    + " password authentication failed for user \"postgres\" (SQLSTATE 28P01)."
                    + " Check user and password in secret"
                    + " DATABASE_URL, and pg_hba.conf"
            )
        );
        Assert.That(step.Redacted, Is.SupersetOf(new[] { "wr%40ng", "wr@ng" }));
    }

    [Test, CancelAfter(60_000)]
    public void A_database_that_is_not_there_is_named(CancellationToken stop)
    {
        var failure = Assert.ThrowsAsync<OperationFailedException>(() =>
            Step().LookAsync(Pg.AssertIdentity(Db.Named("nowhere")), stop)
        )!;

        Assert.That(
            failure.Message,
            Is.EqualTo(
                $"database \"nowhere\" at 127.0.0.1 port {Server.Cluster.Port} refused the"
                    + $" connection of user \"postgres\": database"
                    + " \"nowhere\" does not exist (SQLSTATE 3D000). Check the name: psql -l"
                    + " lists the databases of 127.0.0.1 port"
                    + $" {Server.Cluster.Port}"
            )
        );
    }

    [Test, CancelAfter(60_000)]
    public async Task An_older_tool_names_both_versions_and_the_package(CancellationToken stop)
    {
        var found = await NativeTool.FindAsync(Step(), "pg_dump", Server.Cluster.Major, stop);
        Assert.That(found.Major, Is.GreaterThanOrEqualTo(Server.Cluster.Major));

        var failure = Assert.ThrowsAsync<OperationFailedException>(() =>
            NativeTool.FindAsync(Step(), "pg_dump", 99, stop)
        )!;
        var none = Assert.ThrowsAsync<OperationFailedException>(() =>
            NativeTool.FindAsync(Step(), "pg_nothing", 99, stop)
        )!;

        Assert.That(
            failure.Message,
            Is.EqualTo(
                $"pg_dump here is version {found.Version}, older than the server (PostgreSQL 99),"
                    + $" which it cannot read. Install the"
                    + " package postgresql-client-99"
            )
        );
        Assert.That(
            none.Message,
            Is.EqualTo(
                "pg_nothing is not installed here: neither on PATH nor in"
                    + " /usr/lib/postgresql/*/bin. The server is PostgreSQL 99;"
                    + " install the package postgresql-client-99"
            )
        );
    }
}
