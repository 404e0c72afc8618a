namespace RunbookDsl.Lint.Tests;

/// <summary>Each defect of each document is found where it stands.</summary>
public sealed class DocumentTests
{
    [TestCase("RB0345", "Cloudflare page", TestName = "Maintenance: a page that answers 200")]
    [TestCase("RB0346", "Capistrano page", TestName = "Maintenance: until when, without date and zone")]
    [TestCase("RB0308", "Cloudflare page", TestName = "Maintenance: the name leads to the page for ever")]
    [TestCase(
        "RB0312",
        "Backup",
        TestName = "Maintenance: the product of the backup script is not looked at"
    )]
    [TestCase("RB0304", "Point to the new server", TestName = "Maintenance: the TTL was not lowered")]
    [TestCase(
        "RB0350",
        "Point to the new server",
        TestName = "Maintenance: the record is changed whatever it says"
    )]
    [TestCase("RB0352", "Point to the new server", TestName = "Maintenance: no look at the new certificate")]
    [TestCase("RB0351", "Shut the old server down", TestName = "Maintenance: the old server goes too early")]
    [TestCase(
        "RB0397",
        "Verify by the server's address",
        TestName = "Maintenance: a site looked at by address"
    )]
    [TestCase("RB0353", "Verify by the server's address", TestName = "Maintenance: any page is well")]
    [TestCase("RB0381", "Announce", TestName = "Maintenance: tonight")]
    public void Maintenance(string rule, string step) => Finds(Documents.Maintenance, rule, step);

    [TestCase("RB0310", "Database backup", TestName = "Maintenance mode: 5.2, a plain dump is the backup")]
    [TestCase("RB0312", "Database backup", TestName = "Maintenance mode: 5.2, nobody reads the backup")]
    [TestCase("RB0302", "Database backup", TestName = "Maintenance mode: the backup before writers are out")]
    [TestCase("RB0395", "Code backup", TestName = "Maintenance mode: 5.7, all tags, of the local HEAD")]
    [TestCase("RB0346", "Page", TestName = "Maintenance mode: we'll be back soon")]
    [TestCase("RB0345", "nginx", TestName = "Maintenance mode: 5.3, nginx shows its own page")]
    [TestCase("RB0347", "Reload", TestName = "Maintenance mode: a reload believed by its exit code")]
    [TestCase("RB0341", "Stop", TestName = "Maintenance mode: 5.4, stopped and started by the reboot")]
    [TestCase("RB0308", "Stop", TestName = "Maintenance mode: stopped, and nothing reminds anybody")]
    [TestCase("RB0311", "Database maintenance", TestName = "Maintenance mode: psql exits 0")]
    [TestCase("RB0344", "Packages", TestName = "Maintenance mode: packages that nobody has seen")]
    [TestCase("RB0361", "Packages", TestName = "Maintenance mode: -y")]
    [TestCase("RB0340", "Reboot", TestName = "Maintenance mode: a reboot that nobody proves")]
    [TestCase("RB0353", "Accessible", TestName = "Maintenance mode: 5.5, curl -I")]
    [TestCase("RB0360", "Services", TestName = "Maintenance mode: 5.6, docker-compose")]
    [TestCase("RB0394", "Logs", TestName = "Maintenance mode: 5.5, the last fifty lines")]
    [TestCase("RB0305", "Restart", TestName = "Maintenance mode: step 6 believes exit codes")]
    [TestCase("RB0383", "Notify users", TestName = "Maintenance mode: told by hand, no evidence")]
    public void MaintenanceMode(string rule, string step) => Finds(Documents.MaintenanceMode, rule, step);

    [TestCase("RB0309", "Restore", TestName = "Rollback: 5.1, psql into the live database")]
    [TestCase("RB0311", "Restore", TestName = "Rollback: 5.1, its errors are not seen")]
    [TestCase("RB0303", "Restore", TestName = "Rollback: no statistics")]
    [TestCase("RB0334", "Old code", TestName = "Rollback: old code, new schema")]
    [TestCase("RB0306", "Restart", TestName = "Rollback: no way back, and no reason")]
    public void Rollback(string rule, string step) => Finds(Documents.Rollback, rule, step);

    [TestCase("RB0360", "New Relic", TestName = "Maintenance tasks: 5.9, a task that was renamed")]
    [TestCase("RB0318", "Staging like production", TestName = "Maintenance tasks: 5.10, raw personal data")]
    [TestCase(
        "RB0319",
        "Staging like production",
        TestName = "Maintenance tasks: 5.10, the target is not asked"
    )]
    [TestCase(
        "RB0301",
        "Staging like production",
        TestName = "Maintenance tasks: 5.10, dropped without a backup"
    )]
    [TestCase(
        "RB0316",
        "Staging like production",
        TestName = "Maintenance tasks: 5.10, dropped without typing"
    )]
    [TestCase("RB0360", "Icons", TestName = "Maintenance tasks: 5.11, CORS rules as XML")]
    [TestCase("RB0360", "Disks", TestName = "Maintenance tasks: 5.9, roles that were renamed")]
    [TestCase("RB0357", "Cache server", TestName = "Maintenance tasks: 5.14, a queue goes with its host")]
    [TestCase("RB0356", "Web servers", TestName = "Maintenance tasks: what the group was nobody has noted")]
    [TestCase("RB0360", "One package", TestName = "Maintenance tasks: 5.12, pip install -d")]
    [TestCase("RB0396", "All packages", TestName = "Maintenance tasks: 5.13, removed before it is replaced")]
    [TestCase("RB0344", "Packages of the hosts", TestName = "Maintenance tasks: 5.8, it does not ask")]
    [TestCase("RB0308", "Upgrade mode", TestName = "Maintenance tasks: upgrade mode stays when it fails")]
    public void Tasks(string rule, string step) => Finds(Documents.Tasks, rule, step);

    [TestCase("RB0360", "Maintenance", TestName = "Database maintenance: 5.15, a command that is gone")]
    [TestCase("RB0361", "Maintenance", TestName = "Database maintenance: 5.15, --force")]
    [TestCase(
        "RB0391",
        "Worker on",
        TestName = "Database maintenance: 5.16, the worker is scaled to a constant"
    )]
    [TestCase("RB0359", "Redeployed", TestName = "Database maintenance: 5.16, a waiter without a limit")]
    [TestCase("RB0359", "Done", TestName = "Database maintenance: a waiter that returns at once")]
    [TestCase("RB0308", "Read only", TestName = "Database maintenance: read-only stays when it fails")]
    [TestCase("RB0308", "Worker off", TestName = "Database maintenance: the worker stays off when it fails")]
    [TestCase("RB0311", "Recovered", TestName = "Database maintenance: psql exits 0")]
    [TestCase("RB0383", "Scheduler", TestName = "Database maintenance: the scheduler by hand, no evidence")]
    public void Database(string rule, string step) => Finds(Documents.Database, rule, step);

    [TestCase("RB0303", "Upgrade", TestName = "Post mortem: 5.19, users before statistics")]
    [TestCase("RB0335", "Upgrade", TestName = "Post mortem: no point of no return")]
    [TestCase("RB0336", "Upgrade", TestName = "Post mortem: nobody compares how quick it is")]
    [TestCase("RB0381", "Banner", TestName = "Post mortem: 5.20, today at 5:00pm")]
    [TestCase("RB0387", "Security improvements", TestName = "Post mortem: two risks in one window")]
    [TestCase("RB0308", "App off", TestName = "Post mortem: stopped, and nothing reminds anybody")]
    public void PostMortem(string rule, string step) => Finds(Documents.PostMortem, rule, step);

    [Test]
    public void The_documents_compile()
    {
        string[] all =
        [
            Documents.Maintenance,
            Documents.MaintenanceMode,
            Documents.Rollback,
            Documents.Tasks,
            Documents.Database,
            Documents.PostMortem,
        ];
        foreach (var text in all)
            Assert.That(Scripts.Errors(text), Is.Empty);
    }

    private static void Finds(string document, string rule, string step)
    {
        var lines = document.Split('\n');
        var first = Array.FindIndex(lines, l => l.Contains($"Step(\"{step}\")", StringComparison.Ordinal));
        var last = Array.FindIndex(lines, first + 1, l => l.Contains("Step(\"", StringComparison.Ordinal));
        last = last < 0 ? lines.Length : last;

        var found = Scripts.Of(Scripts.Lint(document), rule);

        Assert.That(first, Is.GreaterThanOrEqualTo(0), $"no step \"{step}\"");
        Assert.That(
            found.Select(f => f.Lines.Start.Line),
            Has.Some.InRange(first, last - 1),
            $"{rule} at \"{step}\"; found: {string.Join("; ", found.Select(f => $"{f.Lines.Start.Line}: {f.Message}"))}"
        );
    }
}
