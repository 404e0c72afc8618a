using Npgsql;
using static RunbookDsl.Testing.WorldVerbs;
using static RunbookDsl.Verbs;

namespace RunbookDsl.Testing.Tests.Worlds;

[CancelAfter(60_000)]
internal sealed class WorldTests
{
    private string _folder = "";

    private string WorldFile => Path.Combine(_folder, "move.world.csx");

    [SetUp]
    public void SetUp() => _folder = Directory.CreateTempSubdirectory("runbook-tests-").FullName;

    [TearDown]
    public void TearDown() => Directory.Delete(_folder, true);

    [Test]
    public async Task StartAsync_WholeWorld_IsAsTheFileSaysAndThenGone()
    {
        await File.WriteAllTextAsync(
            Path.Combine(_folder, "seed.sql"),
            "insert into orders values (1), (2);"
        );
        var world = await World.StartAsync(
            Read(() =>
            {
                var pg = Postgres("main").Setting("max_connections", "23");
                pg.Database("orders")
                    .Sql("create table orders (id int)")
                    .SqlFile("seed.sql")
                    .As(Secret("DATABASE_URL"));
                Given("TOKEN", "made-up");
                Answer("reason", "a test");
                WorkFile("conf/app.ini", "mode=fast\n");
                StartsAt("2026-12-05 06:00Z");
            }),
            new WorldOptions(Machine.Environment()),
            default
        );
        var url = new Uri(world.Secrets.Find(Secret("DATABASE_URL"))!);
        var cluster = ((PostgresSystem)world.Systems.Single()).Cluster;
        Assert.That(url.Port, Is.Not.EqualTo(cluster.Port), "what a runbook asks is seen on the way");
        Assert.That(url.AbsolutePath, Is.EqualTo("/orders"));
        Assert.That(await Machine.Ask(cluster, "orders", "select count(*) from orders"), Is.EqualTo(2L));
        Assert.That(await Machine.Ask(cluster, "orders", "show max_connections"), Is.EqualTo("23"));
        Assert.That(world.Secrets.Find(Secret("TOKEN")), Is.EqualTo("made-up"));
        Assert.That(world.Parameters, Is.EqualTo(new Dictionary<string, string> { ["reason"] = "a test" }));
        Assert.That(
            File.ReadAllText(Path.Combine(world.Directory, "conf/app.ini")),
            Is.EqualTo("mode=fast\n")
        );
        Assert.That(world.StartsAt, Is.EqualTo(new DateTimeOffset(2026, 12, 5, 6, 0, 0, TimeSpan.Zero)));

        var directory = world.Directory;
        await world.DisposeAsync();
        Assert.That(Directory.Exists(directory), Is.False);
        Assert.That(() => Machine.Ask(cluster, "orders", "select 1"), Throws.InstanceOf<NpgsqlException>());
    }

    [Test]
    public async Task Secrets_OneTheWorldDoesNotGive_NamesTheNearest()
    {
        await using var world = await Start(() =>
        {
            Given("TOKEN", "x");
            Given("DATABASE_URL", "y");
        });
        var error = Assert.Throws<SecretMissingException>(() => world.Secrets.Find(Secret("DATABASE_URI")));
        Assert.That(
            error.Message,
            Is.EqualTo(
                "the world gives no secret DATABASE_URI (did you mean "
                    + "'DATABASE_URL'?); it gives DATABASE_URL, TOKEN. "
                    + $"Add Given(\"DATABASE_URI\", \"…\") or .As(Secret(\"DATABASE_URI\")) to {WorldFile}."
            )
        );
    }

    [Test]
    public async Task People_AnswerAsToldAndInTurn()
    {
        await using var world = await Start(() =>
        {
            Answers("Go on?", yes: false, by: "ann");
            Answers("Go on?", by: "bob", evidence: "graph");
        });
        var given = new List<Answer?>();
        for (var i = 0; i < 3; i++)
            given.Add(await world.People.AskAsync(Ask("Go on?"), default));
        Assert.That(
            given.Select(a => $"{a!.Yes} {a.By} {a.Evidence}"),
            Is.EqualTo(new[] { "False ann ", "True bob graph", "True bob graph" })
        );
    }

    [Test]
    public async Task People_QuestionNobodyForesaw_IsAnErrorNamingIt()
    {
        await using var world = await Start(() => Answers("Go on?"));
        var error = Assert.ThrowsAsync<WorldException>(() => world.People.AskAsync(Ask("Go in?"), default));
        Assert.That(
            error.Message,
            Is.EqualTo(
                "step 'swap' asks \"Go in?\", which the world does not answer (did you mean 'Go on?'?). "
                    + $"Add Answers(\"Go in?\") to {WorldFile}."
            )
        );
    }

    [Test]
    public void StartAsync_SeedMistake_NamesTheLineAndLeavesNothing()
    {
        var options = new WorldOptions(Machine.Environment());
        var spec = Read(() =>
            Postgres()
                .Database("orders")
                .Sql("create table a (id int);\nselect nope from a", "w.world.csx", 7)
        );
        var error = Assert.ThrowsAsync<WorldException>(() => World.StartAsync(spec, options, default));
        Assert.That(error.Message, Is.EqualTo("w.world.csx(9): column \"nope\" does not exist (42703)."));
    }

    [Test]
    public void Build_Mistakes_AreReportedTogether()
    {
        File.WriteAllText(Path.Combine(_folder, "seed.sql"), "");
        const string W = "w.csx";
        var error = Assert.Throws<AuthoringException>(() =>
            Read(() =>
            {
                var pg = Postgres("main", null, W, 1).Setting("max connections", "5");
                pg.Database("a", W, 2).As(Secret("URL"));
                pg.Database("a", W, 3).As(Secret("URL")).SqlFile("sed.sql", W, 4);
                Postgres("main", null, W, 5);
                Answer("p", "1", W, 6);
                Answer("p", "2", W, 7);
                WorkFile("../x", "", W, 8);
                StartsAt("noon", W, 9);
            })
        );
        Assert.That(
            error.Message.Split(Environment.NewLine),
            Is.EquivalentTo(
                new[]
                {
                    "w.csx(5): error RB0202: there is a 'main' at w.csx(1) already: give "
                        + "this one another name.",
                    "w.csx(7): error RB0204: parameter 'p' is given at w.csx(6) already.",
                    "w.csx(8): error RB0205: '../x' is not inside the work directory: "
                        + "write a relative path without '..'.",
                    "w.csx(9): error RB0206: 'noon' is no time: 'noon' has no zone: "
                        + "write 2026-12-05 06:00Z or 2026-12-05 19:00+13:00.",
                    "w.csx(1): error RB0207: 'max connections' is no name of a PostgreSQL setting.",
                    "w.csx(3): error RB0207: 'main' has two databases 'a': keep the first "
                        + "in a variable and go on with that.",
                    "w.csx(3): error RB0203: secret URL is given at w.csx(2) already.",
                    $"w.csx(4): error RB0208: there is no file {_folder}/sed.sql (did you mean 'seed.sql'?).",
                }
            )
        );
    }

    [Test]
    public void Verbs_OutsideAWorldFile_SayHowToStart() =>
        Assert.That(
            Assert.Throws<InvalidOperationException>(() => Given("a", "b"))!.Message,
            Is.EqualTo(
                "The verbs of a world only work while a world file is read: "
                    + "rehearse its runbook with `runbook exec FILE.csx --sandbox`."
            )
        );

    private Task<World> Start(Action file) =>
        World.StartAsync(Read(file), new WorldOptions(Machine.Environment()), default);

    private WorldSpec Read(Action file)
    {
        var session = new WorldSession(WorldFile);
        using (session.Enter())
            file();
        return session.Build();
    }

    private static PersonRequest Ask(string text) => new("run", "swap", new(QuestionKind.Confirm, text));
}
