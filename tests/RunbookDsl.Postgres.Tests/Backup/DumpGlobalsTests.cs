using Npgsql;
using RunbookDsl.Testing;

namespace RunbookDsl.Postgres.Tests;

/// <summary>On servers of their own: tests beside these make and drop roles.</summary>
[Parallelizable(ParallelScope.All)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class DumpGlobalsTests
{
    private const string Password = "geheim-f1b2";
    private const string Roles = $"""
        create role "Shop App" login password '{Password}';
        create role readers;
        grant readers to "Shop App";
        alter role "Shop App" set statement_timeout = '5s'
        """;

    private static readonly PgDatabase s_db = Pg.Database(new SecretReference("DATABASE_URL"));

    private LocalCluster _cluster = null!;
    private string _folder = "";

    private string FilePath => $"{_folder}/backups/globals-r1-roles.sql";

    [SetUp]
    public async Task StartAsync()
    {
        _folder = Directory.CreateTempSubdirectory("rbpg").FullName;
        _cluster = await LocalCluster.StartAsync(new ClusterOptions(Server.Environment), default);
        await _cluster.RunSqlAsync("postgres", new SqlSource(Roles, "roles"));
    }

    [TearDown]
    public async Task StopAsync()
    {
        await _cluster.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Test, CancelAfter(60_000)]
    public async Task Roles_are_written_without_passwords_and_found_done(CancellationToken stop)
    {
        var step = Step();
        var dump = Pg.DumpGlobals(s_db, "backups");

        var made = await step.DoAsync(dump, stop);

        var text = await File.ReadAllTextAsync(FilePath, stop);
        Assert.Multiple(() =>
        {
            Assert.That(made.Path, Is.EqualTo(FilePath));
            Assert.That(made.HasPasswords, Is.False);
            Assert.That((made.Roles, made.Memberships, made.Tablespaces), Is.EqualTo((3, 1, 0)));
            Assert.That(text, Does.Contain("GRANT readers TO \"Shop App\""));
            Assert.That(text, Does.Contain("ALTER ROLE \"Shop App\" SET statement_timeout TO '5s';"));
            Assert.That(text, Does.Not.Contain("PASSWORD").And.Not.Contain("SCRAM"));
            Assert.That(
                File.GetUnixFileMode(FilePath),
                Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite)
            );
            Assert.That(File.Exists(FilePath + ".partial"), Is.False);
        });
        var again = await dump.ProbeAsync(Step(), stop);
        Assert.That((again.State, again.Result), Is.EqualTo((ProbeState.Done, made)));
    }

    [Test, CancelAfter(60_000)]
    public async Task Passwords_are_kept_on_demand_and_nowhere_else(CancellationToken stop)
    {
        var step = Step();
        var dump = Pg.DumpGlobals(s_db, "backups").WithPasswords();

        var made = await step.RunAsyncOf(dump, stop);

        var text = await File.ReadAllTextAsync(FilePath, stop);
        var journaled = System.Text.Json.JsonSerializer.Serialize(made, PgJson.Default.GlobalsDump);
        Assert.Multiple(() =>
        {
            Assert.That(text, Does.Contain("PASSWORD 'SCRAM-SHA-256$").And.Not.Contain(Password));
            Assert.That(made.HasPasswords);
            Assert.That(journaled, Does.Not.Contain("SCRAM"));
            Assert.That(step.Reports.Select(r => r.Text), Has.None.Contains("SCRAM"));
            Assert.That(step.Notes, Is.Empty);
            Assert.That(step.Commands.All.SelectMany(c => c.Arguments), Has.None.Contains(_cluster.Password));
            Assert.That(
                File.GetUnixFileMode(FilePath),
                Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite)
            );
        });
    }

    [Test, CancelAfter(60_000)]
    public async Task What_it_wrote_makes_the_roles_on_another_server(CancellationToken stop)
    {
        await Step().RunAsyncOf(Pg.DumpGlobals(s_db, "backups"), stop);
        await using var other = await LocalCluster.StartAsync(new ClusterOptions(Server.Environment), stop);
        // Every server has this one, and psql alone knows what begins with a backslash.
        var lines = await File.ReadAllLinesAsync(FilePath, stop);
        var sql = lines.Where(l => l is not ['\\', ..] and not "CREATE ROLE postgres;");
        await other.RunSqlAsync("postgres", new SqlSource(string.Join('\n', sql), "globals"), stop);

        Assert.That(await MembersAsync(other, stop), Is.EqualTo(await MembersAsync(_cluster, stop)));
    }

    [Test, CancelAfter(60_000)]
    public async Task What_a_dead_attempt_left_is_partial_and_cleared(CancellationToken stop)
    {
        var step = Step();
        var dump = Pg.DumpGlobals(s_db, "backups");
        Directory.CreateDirectory($"{_folder}/backups");
        await File.WriteAllTextAsync(FilePath + ".partial", "CREATE ROLE half", stop);
        Assert.That(await step.ProbeAsync(dump, stop), Is.EqualTo(ProbeState.Partial));
        var failure = Assert.ThrowsAsync<OperationFailedException>(() => dump.RunAsync(step, stop))!;
        Assert.That(
            failure.Message,
            Is.EqualTo(
                $"{FilePath} or its .partial is already there; it is not overwritten. Move it away, then"
                    + $" try again"
            )
        );

        await dump.RepairAsync(step, stop);

        Assert.That(await step.ProbeAsync(dump, stop), Is.EqualTo(ProbeState.NotDone));
        await step.RunAsyncOf(dump, stop);
    }

    [Test, CancelAfter(60_000)]
    public async Task A_file_that_is_not_whole_is_a_conflict(CancellationToken stop)
    {
        Directory.CreateDirectory($"{_folder}/backups");
        await File.WriteAllTextAsync(FilePath, "CREATE ROLE half", stop);

        var probe = await Pg.DumpGlobals(s_db, "backups").ProbeAsync(Step(), stop);

        Assert.That(
            (probe.State, probe.Evidence),
            Is.EqualTo(
                (
                    ProbeState.Conflict,
                    $"{FilePath} exists and is not whole: not made by this step, or changed"
                )
            )
        );
    }

    [Test, CancelAfter(60_000)]
    public async Task A_changed_file_or_a_missing_role_fails_the_verification(CancellationToken stop)
    {
        var step = Step();
        var dump = Pg.DumpGlobals(s_db, "backups");
        var made = await step.RunAsyncOf(dump, stop);
        await File.WriteAllTextAsync(
            FilePath,
            (await File.ReadAllTextAsync(FilePath, stop)).Replace(
                "CREATE ROLE readers;\n",
                "",
                StringComparison.Ordinal
            ),
            stop
        );

        var changed = await dump.VerifyAsync(step, made, stop);
        var read = (GlobalsDump)(await dump.ProbeAsync(step, stop)).Result!;
        var lacking = await dump.VerifyAsync(step, read, stop);

        Assert.That(
            changed,
            Is.EqualTo(Verdict.Fail($"{FilePath} has changed since it was written (SHA-256 differs)"))
        );
        Assert.That(lacking, Is.EqualTo(Verdict.Fail($"{FilePath} lacks CREATE ROLE readers")));
    }

    [Test, CancelAfter(60_000)]
    public async Task The_undo_deletes_it(CancellationToken stop)
    {
        var step = Step();
        var dump = Pg.DumpGlobals(s_db, "backups");
        var made = await step.RunAsyncOf(dump, stop);

        await dump.UndoAsync(step, made, stop);

        Assert.That(Directory.GetFileSystemEntries($"{_folder}/backups"), Is.Empty);
        Assert.That((await dump.ProbeUndoAsync(step, stop)).State, Is.EqualTo(ProbeState.Done));
    }

    private static async Task<string> MembersAsync(LocalCluster cluster, CancellationToken stop)
    {
        await using var connection = new NpgsqlConnection(cluster.ConnectionString());
        await connection.OpenAsync(stop);
        await using var command = new NpgsqlCommand(
            """
            select string_agg(format('%s in %s, %s', m.rolname, r.rolname, m.rolconfig), ';')
            from pg_auth_members a join pg_roles r on r.oid = a.roleid join pg_roles m on m.oid = a.member
            where r.rolname !~ '^pg_'
            """,
            connection
        );
        return (string)(await command.ExecuteScalarAsync(stop))!;
    }

    private StepWorld Step() =>
        new(_folder, "r1", "roles") { Secrets = { ["DATABASE_URL"] = _cluster.Url() } };
}
