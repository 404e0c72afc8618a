using System.Globalization;

namespace RunbookDsl.Postgres;

/// <summary>
/// Asserts that the connection reached the database that is meant: name, environment, login, server, primary
/// or standby. First line of every database runbook: a pooler, an old variable or a wrong window would reach
/// another.
/// </summary>
/// <param name="Database">The database.</param>
public sealed record IdentityCheck(PgDatabase Database) : PgCheck(Database)
{
    private const string Query = """
        select current_database()::text, current_setting($1, true), current_user::text,
               (select system_identifier::text from pg_control_system()), pg_is_in_recovery(),
               coalesce(host(inet_server_addr()), 'local socket')
        """;

    /// <summary>Expected <c>current_database()</c>; null accepts any.</summary>
    public string? ExpectedDatabase { get; init; }

    /// <summary>Expected value of <see cref="EnvironmentSetting"/>; null accepts any.</summary>
    public string? ExpectedEnvironment { get; init; }

    /// <summary>Expected login role; null accepts any.</summary>
    public string? ExpectedRole { get; init; }

    /// <summary>Expected system identifier, from <c>pg_control_system()</c>; null accepts any.</summary>
    public string? ExpectedSystem { get; init; }

    /// <summary>Expected <c>pg_is_in_recovery()</c>; null accepts both.</summary>
    public bool? ExpectedStandby { get; init; }

    /// <summary>
    /// Setting that names the environment, set once with <c>ALTER DATABASE … SET app.environment =
    /// 'staging'</c>.
    /// </summary>
    public string EnvironmentSetting { get; init; } = "app.environment";

    /// <inheritdoc/>
    public override string Kind => "Pg.AssertIdentity";

    /// <inheritdoc/>
    public override string Description
    {
        get
        {
            List<string> expected = [];
            Add("database", ExpectedDatabase);
            Add("environment", ExpectedEnvironment);
            Add("role", ExpectedRole);
            Add("system identifier", ExpectedSystem);
            Add("", ExpectedStandby is { } standby ? Side(standby) : null);
            return $"{Database.Secret} leads to"
                + $" {(expected.Count == 0 ? "a database" : string.Join(", ", expected))}";

            void Add(string name, string? value)
            {
                if (value is not null)
                    expected.Add($"{name} {value}".Trim());
            }
        }
    }

    private protected override IReadOnlyList<Fact> Arguments =>
        [
            new("expected database", ExpectedDatabase ?? "any"),
            new("expected environment", ExpectedEnvironment ?? "any"),
            new("expected role", ExpectedRole ?? "any"),
            new("expected system identifier", ExpectedSystem ?? "any"),
            new("expected side", ExpectedStandby is { } standby ? Side(standby) : "any"),
            new("environment setting", EnvironmentSetting),
        ];

    /// <summary>A copy that also expects the server that accepts writes.</summary>
    public IdentityCheck Primary() => this with { ExpectedStandby = false };

    /// <summary>A copy that also expects a server in recovery.</summary>
    public IdentityCheck Standby() => this with { ExpectedStandby = true };

    /// <summary>A copy that reads the environment's name from another setting.</summary>
    public IdentityCheck EnvironmentIn(string setting) => this with { EnvironmentSetting = setting };

    private protected override async Task<Verdict> LookAsync(StepContext context, PgSession session)
    {
        var rows = await session
            .RowsAsync(
                Query,
                r =>
                    new[]
                    {
                        r.GetString(0),
                        r.IsDBNull(1) ? null : r.GetString(1),
                        r.GetString(2),
                        r.GetString(3),
                        Side(r.GetBoolean(4)),
                        r.GetString(5),
                    },
                EnvironmentSetting
            )
            .ConfigureAwait(false);
        var seen = rows[0];
        List<string> wrong = [];
        Compare("database", ExpectedDatabase, seen[0]);
        Compare($"environment ({EnvironmentSetting})", ExpectedEnvironment, seen[1]);
        Compare("role", ExpectedRole, seen[2]);
        Compare("system identifier", ExpectedSystem, seen[3]);
        Compare("side", ExpectedStandby is { } standby ? Side(standby) : null, seen[4]);
        var where = string.Create(
            CultureInfo.InvariantCulture,
            $"database {seen[0]}, environment {seen[1] ?? "(not set)"}, role {seen[2]}, system"
                + $" identifier {seen[3]}, {seen[4]}, {seen[5]} port {session.Target.Port}"
        );
        return wrong.Count == 0
            ? Verdict.Pass(where)
            : Verdict.Fail(
                $"secret {Database.Secret.Name} leads to another place:"
                    + $" {string.Join("; ", wrong)}. Found {where}"
            );

        void Compare(string what, string? expected, string? found)
        {
            if (expected is not null && expected != found)
                wrong.Add(
                    $"{what} is {(string.IsNullOrEmpty(found) ? "(not set)" : found)}, expected {expected}"
                );
        }
    }

    private static string Side(bool standby) => standby ? "standby" : "primary";
}
