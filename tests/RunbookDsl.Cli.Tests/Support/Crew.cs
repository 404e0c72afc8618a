namespace RunbookDsl.Cli.Tests;

/// <summary>
/// A desk at which a runbook is rehearsed that touches a database, a web site, a name, a host and programs of
/// this machine, with a temporary folder of its own.
/// </summary>
internal sealed class Crew : IDisposable
{
    private const string Script = """
        Runbook("All at once").Purpose("tests").Owner("platform");
        var db = Pg.Database(Secret("DATABASE_URL"));
        var web = Ssh.Host("web-1", "deploy");
        Step("Page").Run(Http.Get("http://shop.example/").Contains("hello"));
        Step("Name").Run(Local.Exec("dig", "+short", "www.shop.example").Effects(EffectClass.ReadOnly));
        Step("Rows")
            .Run(Pg.Execute(db, "insert into orders values (1)").DoneWhen("select count(*) = 1 from orders"))
            .NoUndo("one more does no harm");
        Step("Left behind")
            .Run(Local.Exec("sh", "-c", "setsid sleep 300 </dev/null >/dev/null 2>&1 & echo begun")
                .Effects(EffectClass.ReadOnly));
        Step("Start")
            .Run(web.Exec("sudo", "systemctl", "start", "shop").Effects(EffectClass.Convergent))
            .Undo(web.Exec("sudo", "systemctl", "stop", "shop").Effects(EffectClass.Convergent));
        """;

    private const string World = """
        Postgres("main").Database("shop").Sql("create table orders (n int)").As(Secret("DATABASE_URL"));
        Dns().Zone("shop.example").Record("A", "@", "203.0.113.7").Record("A", "www", "203.0.113.7");
        Site("shop.example").On("203.0.113.7").Page("/", 200, "hello");
        Host("web-1").User("deploy").Unit("shop", active: false);
        StartsAt("2026-12-05 06:00Z");
        """;

    private readonly string _mark = $"RUNBOOK_SPEC={Guid.NewGuid():N}";

    public Crew(string name = "crew")
    {
        // Servers that run as another user have to get through to it.
        Folder = Path.Combine(Path.GetTempPath(), $"runbook-spec-{Path.GetRandomFileName()}");
        Directory.CreateDirectory(Folder);
        Desk.Environment["CI"] = null;
        Desk.Environment["TMPDIR"] = Folder;
        Desk.Environment["DOTNET_EnableDiagnostics"] = "0";
        Desk.Environment["RUNBOOK_SPEC"] = _mark.Split('=')[1];
        Desk.Put($"{name}.csx", Script);
        Desk.Put($"{name}.world.csx", World);
    }

    public Desk Desk { get; } = new();

    /// <summary>The temporary folder of what is started here.</summary>
    public string Folder { get; }

    public Traces Traces(Started started) => Tests.Traces.Of(started.Pid, _mark);

    /// <summary>What is left once all of it has ended.</summary>
    public async Task<IReadOnlyList<string>> LeftAsync(Traces traces, CancellationToken cancellation) =>
        [
            .. await traces.LeftAsync(_mark, cancellation),
            .. Directory.GetFileSystemEntries(Folder).Select(e => $"in the temporary folder: {e}"),
        ];

    public void Dispose()
    {
        Desk.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}
