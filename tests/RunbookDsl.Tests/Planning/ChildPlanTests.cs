using static RunbookDsl.Verbs;

namespace RunbookDsl.Tests.Planning;

/// <summary>What a parent's plan knows of a child run.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class ChildPlanTests
{
    private static readonly Func<StepContext, Task> Nothing = _ => Task.CompletedTask;

    private static Plan Plan(Action script, Action child) => Script.Plan(script, new OneChild(child));

    [Test]
    public void A_child_is_read_while_the_parent_is_planned_and_told_with_its_title_and_steps()
    {
        var plan = Plan(
            () => Step("Rehearsal").Run(ChildRun("rollback").With("host", "web-1")),
            () =>
            {
                Runbook("Roll back");
                var host = Param<string>("host", "which");
                Step("look").Run(Nothing).ReadOnly();
                Step($"on {host}").Run(new Switch(host));
            }
        );
        var action = (ChildRunOperation)plan.Steps[0].Action;
        Assert.Multiple(() =>
        {
            Assert.That(
                action.Description,
                Is.EqualTo("run \"Roll back\" as a run of its own: 2 steps, 1 changing something")
            );
            Assert.That(action.Effect, Is.EqualTo(EffectClass.NonIdempotent));
            Assert.That(action.Plan.Steps[1].Id, Is.EqualTo("on-web-1"));
            Assert.That(
                action.Facts.Select(f => $"{f.Name}={f.Value}"),
                Is.EqualTo(new[] { "script=rollback", "with host=web-1", $"plan={action.Plan.Hash}" })
            );
        });
    }

    [Test]
    public void A_child_that_only_looks_is_read_only_and_wants_no_undo()
    {
        var plan = Plan(() => Step("a").Run(ChildRun("child")), () => Step("look").Run(Nothing).ReadOnly());
        Assert.That(plan.Steps[0].Action.Effect, Is.EqualTo(EffectClass.ReadOnly));
        Assert.That(plan.Steps[0].Action.UndoDescription, Is.Null);
    }

    [Test]
    public void An_edited_child_changes_the_parents_step_and_no_other()
    {
        void Parent()
        {
            Step("a").Run(ChildRun("child"));
            Step("b").Run(Nothing);
        }
        var one = Plan(Parent, () => Step("x").Run(new Switch("x")));
        var same = Plan(Parent, () => Step("x").Run(new Switch("x")));
        var edited = Plan(Parent, () => Step("x").Run(new Switch("y")));
        Assert.That(same.Hash, Is.EqualTo(one.Hash));
        Assert.That(edited.Steps[0].Fingerprint, Is.Not.EqualTo(one.Steps[0].Fingerprint));
        Assert.That(edited.Steps[1].Fingerprint, Is.EqualTo(one.Steps[1].Fingerprint));
    }

    [Test]
    public void The_secrets_of_the_child_are_looked_up_before_the_parent_begins()
    {
        var plan = Plan(
            () => Step("a").Run(ChildRun("child")),
            () =>
                Step("x")
                    .Run(Nothing)
                    .ReadOnly()
                    .Verify(new Looks(new SecretReference("TOKEN").FromFile("token.txt")))
        );
        var secret = plan.Secrets().Single();
        Assert.That(secret.Name, Is.EqualTo("TOKEN"));
        Assert.That(secret.File, Is.EqualTo(Path.Combine(OneChild.Folder, "token.txt")));
    }

    [Test]
    public void A_result_that_is_not_there_yet_is_a_placeholder_while_planning()
    {
        var plan = Plan(
            () =>
            {
                var told = Step("tell").Run(_ => Task.FromResult("web-1")).ReadOnly();
                Step("a").Run(ChildRun("child").With("host", told));
            },
            () =>
            {
                var host = Param<string>("host", "which")
                    .Default("nobody")
                    .Must(h => h != "<host>", "a host");
                Step("x").Run(new Switch(host));
            }
        );
        Assert.That(plan.Find("a")!.Needs, Is.EqualTo(new[] { "tell" }));
        Assert.That(
            ((ChildRunOperation)plan.Find("a")!.Action).Plan.Steps[0].Action.Description,
            Is.EqualTo("switch <host> on")
        );
        Assert.That(plan.Find("a")!.Action.Reads.Single().StepId, Is.EqualTo("tell"));
    }

    [Test]
    public void RB0140_a_child_where_single_files_are_read() =>
        Assert.That(
            Script.Errors(() => Step("a").Run(ChildRun("rollback"))),
            Is.EqualTo(
                new[] { "RB0140 \"rollback\" cannot be a child run here: this host reads single files only." }
            )
        );

    [Test]
    public void RB0142_a_child_as_the_undo_of_a_step() =>
        Assert.That(
            Script.Errors(() => Step("a").Run(new Switch("x")).Undo(ChildRun("rollback"))),
            Is.EqualTo(
                new[] { "RB0142 the undo of step \"a\" (a) cannot be a child run: only a step can run one." }
            )
        );

    private sealed class OneChild(Action script) : IChildScripts
    {
        public static string Folder { get; } = "/runbooks/children";

        public ChildScript Read(AuthoringInputs inputs)
        {
            var session = new AuthoringSession(inputs with { ScriptPath = $"{Folder}/child.csx" });
            using (session.Enter())
                script();
            return new ChildScript(session.Build(), []);
        }
    }

    private sealed record Looks(SecretReference Secret) : Check
    {
        public override string Kind => "Looks";

        public override string Description => "looks";

        public override IReadOnlyList<SecretReference> Secrets => [Secret];

        public override Task<Verdict> RunAsync(StepContext context, CancellationToken cancellation) =>
            Task.FromResult(Verdict.Pass("seen"));
    }
}
