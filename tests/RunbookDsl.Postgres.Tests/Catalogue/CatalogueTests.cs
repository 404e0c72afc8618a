namespace RunbookDsl.Postgres.Tests;

internal sealed class CatalogueTests
{
    [Test]
    public void Every_operation_of_the_package_has_a_sample()
    {
        var types = typeof(Pg)
            .Assembly.GetTypes()
            .Where(t => t is { IsAbstract: false, IsPublic: true } && t.IsAssignableTo(typeof(Operation)))
            .Select(t => t.Name);

        Assert.That(Samples.All.Select(o => o.GetType().Name), Is.EquivalentTo(types));
    }

    [Test]
    public void The_list_in_the_readme_is_what_the_code_says()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "RunbookDsl.sln")))
            folder = Path.GetDirectoryName(folder)!;
        var readme = File.ReadAllText(Path.Combine(folder, "src/RunbookDsl.Postgres/README.md"));
        var expected = string.Join('\n', Samples.All.Select(Row));

        var start = readme.IndexOf("| `Pg.", StringComparison.Ordinal);
        var table = readme[start..readme.IndexOf("\n\n", start, StringComparison.Ordinal)];
        if (table != expected)
            TestContext.Out.WriteLine(expected);
        Assert.That(table, Is.EqualTo(expected), "the list the code gives is in the test's output");
    }

    [TestCaseSource(typeof(Samples), nameof(Samples.All))]
    public void A_plan_has_all_texts_and_its_arguments(Operation operation)
    {
        Assert.Multiple(() =>
        {
            Assert.That(operation.Kind, Does.StartWith("Pg."));
            Assert.That(operation.Description, Is.Not.Empty.And.Not.Contain("\n"));
            Assert.That(operation.Facts, Is.Not.Empty);
            Assert.That(operation.Facts.Select(f => f.Value), Has.None.Null);
            Assert.That(operation.Facts.Select(f => f.Name), Is.Unique);
            Assert.That(
                operation.CanRepair,
                Is.EqualTo(
                    operation
                        is DumpOperation
                            or DumpGlobalsOperation
                            or RestoreOperation
                            or RehearseRestoreOperation
                            or CloneOperation
                            or ReindexOperation
                            or SubscribeOperation
                            or UpgradeOperation
                )
            );
        });
    }

    [Test]
    public void Options_are_facts_and_leave_the_original_as_it_was()
    {
        var db = Pg.Database(new SecretReference("DATABASE_URL")).Named("orders");
        var plain = Pg.Vacuum(db);
        var full = plain.Analyze().Jobs(2).Tables("public.orders");

        Assert.That(
            full.Facts.Select(f => $"{f.Name}={f.Value}"),
            Is.EqualTo(
                new[]
                {
                    "database=database orders",
                    "server=secret DATABASE_URL",
                    "tables=public.orders",
                    "jobs=2",
                    "options=--analyze",
                }
            )
        );
        Assert.That(plain.JobCount, Is.EqualTo(1));
        Assert.That(full.Description, Is.EqualTo("vacuum and analyze public.orders of database orders"));
        Assert.That(full.Secrets, Is.EqualTo(new[] { new SecretReference("DATABASE_URL") }));
    }

    private static string Row(Operation operation)
    {
        var verify = operation is Check ? operation.Description : operation.Verification ?? "–";
        var undo = operation.UndoDescription ?? "–";
        var probe = ((IPgOperation)operation).ProbeText;
        return $"| `{operation.Kind}` | {Words(operation.Effect)} | {verify} | {undo} | {probe} |";
    }

    private static string Words(EffectClass effect) =>
        effect switch
        {
            EffectClass.ReadOnly => "read-only",
            EffectClass.NonIdempotent => "non-idempotent",
            _ => effect.ToString().ToLowerInvariant(),
        };
}
