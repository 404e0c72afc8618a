using RunbookDsl.Engine;
using RunbookDsl.Hosts.Tests.Worlds;
using RunbookDsl.Testing;
using static RunbookDsl.Verbs;

namespace RunbookDsl.Hosts.Tests.Queues;

/// <summary>Workers of scripted machines, whatever goes wrong: no job is ever ended in its middle.</summary>
[Parallelizable(ParallelScope.All)]
[CancelAfter(240_000)]
internal sealed class WorkersTests
{
    private static HostWorkers Workers => HostWorld.Web.Workers("sidekiq").RunningBy("busy-jobs");

    [Test]
    public async Task Quiesced_and_put_back_passes_every_scenario()
    {
        var matrix = await HostWorld.Matrix(
            () =>
            {
                var held = Step("quiesce").Run(Temporarily(Workers.Quiesce(5.Minutes)));
                Step("work").Run(HostWorld.Web.WriteFile("/etc/app.conf", "new\n"));
                Step("back").Run(PutBack(held));
            },
            Machine
        );
        using var scope = Assert.EnterMultipleScope();
        Assert.That(matrix.Lines(), Is.Empty);
        Assert.That(matrix.Rows, Has.Count.GreaterThan(30));
        Assert.That(matrix.Rows.Count(r => r.Status == RunStatus.RolledBack), Is.GreaterThan(5));
    }

    [Test]
    public async Task Restart_and_resume_pass_every_scenario()
    {
        var matrix = await HostWorld.Matrix(
            () =>
            {
                Step("restart").Run(Workers.Restart(5.Minutes));
                Step("resume").Run(Spare.Resume());
            },
            Machine
        );
        using var scope = Assert.EnterMultipleScope();
        Assert.That(matrix.Lines(), Is.Empty);
        Assert.That(matrix.Rows, Has.Count.GreaterThan(20));
    }

    [Test]
    public async Task Jobs_are_waited_for_before_the_unit_is_stopped()
    {
        var result = await HostWorld.Clean(
            () =>
            {
                var held = Step("quiesce").Run(Temporarily(Workers.Quiesce(5.Minutes)));
                Step("idle").Run(HostWorld.Web.Unit("sidekiq").AssertInactive());
                Step("back").Run(PutBack(held));
            },
            Machine
        );
        using var scope = Assert.EnterMultipleScope();
        Assert.That(result.Said(), Does.StartWith("Done."));
        Assert.That(result.Findings, Is.Empty);
        Assert.That(result.Changes(), Is.Empty);
        Assert.That(
            result.Events.Where(e => e.IsApplied).Select(e => e.Call.Text),
            Is.EqualTo(
                new[]
                {
                    "sudo -n systemctl kill --kill-who=main -s TSTP sidekiq.service",
                    "sudo -n systemctl mask sidekiq.service",
                    "sudo -n systemctl stop sidekiq.service",
                    "sudo -n systemctl unmask sidekiq.service",
                    "sudo -n systemctl start sidekiq.service",
                }
            )
        );
        // 90 s of the longest job, and the second look.
        Assert.That(result.Events.Count(e => e.Call.Text == "busy-jobs"), Is.EqualTo(20));
    }

    [Test]
    public async Task A_job_that_does_not_end_is_named_and_nothing_is_killed()
    {
        var result = await HostWorld.Clean(
            () => Step("quiesce").Run(Temporarily(Workers.Quiesce(1.Minutes))),
            host => host.Unit("sidekiq").Workers("sidekiq", "busy-jobs").Job("ImportJob 42", 10.Hours)
        );
        using var scope = Assert.EnterMultipleScope();
        Assert.That(
            result.Said(),
            Does.Contain(
                "1 job runs on sidekiq on web-1 after 1 min: ImportJob 42. It takes no new ones until it is started anew, "
                    + "and nothing was killed. Resume to wait on. Whoever kills them instead has to know that each did a "
                    + "part of its work, and may do all of it again when its queue gives it out a second time"
            )
        );
        Assert.That(result.Findings.Select(f => f.Kind), Has.None.EqualTo(Findings.Accident));
        Assert.That(
            result.Changes(),
            Is.EqualTo(new[] { "web-1/workers sidekiq: take no jobs, was take jobs" })
        );
    }

    [Test]
    public async Task Celery_is_told_by_its_own_program()
    {
        var result = await HostWorld.Clean(
            () =>
                Step("quiesce")
                    .Run(
                        HostWorld
                            .Web.Workers("celery")
                            .QuietBy("celery", "-A", "shop", "control", "cancel_consumer", "celery")
                            .RunningBy("celery", "-A", "shop", "jobs")
                            .Quiesce(5.Minutes)
                    ),
            host =>
                host.Unit("celery")
                    .Workers("celery", "celery -A shop jobs", "celery -A shop control cancel_consumer celery")
                    .Job("shop.tasks.import", 30.Seconds)
        );
        Assert.That(result.Said(), Does.StartWith("Done."));
        Assert.That(
            result.Changes(),
            Is.EqualTo(
                new[]
                {
                    "web-1/unit celery: inactive, masked, was active, enabled",
                    "web-1/workers celery: stopped, was take jobs",
                }
            )
        );
    }

    [TestCase("stop")]
    [TestCase("reboot")]
    public async Task Ending_workers_in_the_middle_of_a_job_is_an_accident(string how)
    {
        var result = await HostWorld.Clean(
            () =>
            {
                if (how == "stop")
                    Step("stop").Run(HostWorld.Web.Unit("sidekiq").Stop());
                else
                    Step("reboot").Run(HostWorld.Web.Reboot()).NoUndo("it is up again");
            },
            Machine
        );
        Assert.That(
            result.Findings.Select(f => $"{f.Kind}: {f.Text}"),
            Is.EqualTo(
                new[]
                {
                    $"{Findings.Accident}: web-1: sidekiq was ended while MailJob 7, ImportJob 42 ran: who gives it out "
                        + "again has it run twice",
                }
            )
        );
    }

    [Test]
    public async Task Whether_jobs_run_is_asserted()
    {
        var result = await HostWorld.Clean(() => Step("idle").Run(Workers.AssertIdle()), Machine);
        Assert.That(result.Said(), Does.Contain("2 jobs run on sidekiq on web-1: MailJob 7; ImportJob 42"));
    }

    [Test]
    public async Task Who_cannot_tell_its_jobs_is_not_held_for_idle()
    {
        var result = await HostWorld.Clean(
            () => Step("idle").Run(Spare.RunningBy("spare-jobs").AssertIdle()),
            Machine
        );
        Assert.That(
            result.Said(),
            Does.Contain(
                "cannot ask which jobs run on spare on web-1: exit code 1. It said: spare-jobs: no worker answers."
            )
        );
    }

    [Test]
    public void Quiesce_OfWhoSaysNoJobs_IsRefused() =>
        Assert.That(
            () => HostWorld.Web.Workers("sidekiq").Quiesce(5.Minutes),
            Throws.ArgumentException.With.Message.EqualTo(
                "nobody said how running jobs of sidekiq on web-1 are told: .RunningBy(\"program\"), which prints a line "
                    + "for each"
            )
        );

    [Test]
    public void Quiesce_WithoutTime_IsRefused() =>
        Assert.That(
            () => Workers.Quiesce(TimeSpan.Zero),
            Throws.ArgumentException.With.Message.EqualTo(
                "jobs of sidekiq on web-1 get 00:00:00 to end: that is less than a second"
            )
        );

    [Test]
    public void Plans_say_what_it_means()
    {
        var quiesce = Workers.Quiesce(5.Minutes);
        using var scope = Assert.EnterMultipleScope();
        Assert.That(
            (quiesce.Kind, quiesce.Effect, quiesce.Target),
            Is.EqualTo(("Queue.Quiesce", EffectClass.Convergent, "web-1"))
        );
        Assert.That(
            quiesce.Description,
            Is.EqualTo(
                "let the workers sidekiq on web-1 take no new jobs, wait 5 min at most for those that run, then stop and "
                    + "hold them"
            )
        );
        Assert.That(
            quiesce.Facts.Select(f => $"{f.Name}: {f.Value}"),
            Is.EqualTo(
                new[]
                {
                    "host: web-1",
                    "unit: sidekiq.service",
                    "no new jobs by: systemctl kill --kill-who=main -s TSTP sidekiq.service",
                    "running jobs by: busy-jobs",
                    "within: 5 min",
                }
            )
        );
        Assert.That(quiesce.Warning, Does.StartWith("A job that does not end in time is not killed"));
    }

    private static HostWorkers Spare => HostWorld.Web.Workers("spare").RunningBy("spare-jobs");

    private static void Machine(HostBuilder host) =>
        host.Unit("sidekiq")
            .Workers("sidekiq", "busy-jobs")
            .Job("MailJob 7", 20.Seconds)
            .Job("ImportJob 42", 90.Seconds)
            .Unit("spare", active: false, enabled: false)
            .Workers("spare", "spare-jobs")
            .Job("ReportJob 1", 40.Seconds)
            .File("/etc/app.conf", "old\n");
}
