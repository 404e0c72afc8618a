using RunbookDsl.Testing.Apis;
using static RunbookDsl.Verbs;

namespace RunbookDsl.Notify.Tests;

/// <summary>Everything that can go wrong with each kind of message; nothing is said twice.</summary>
[CancelAfter(240_000)]
internal sealed class NotifyMatrixTests
{
    private static readonly DateTimeOffset From = Board.Window;
    private static readonly PublicPage Page = StatusPage.Page("kctbh9vrtdwd", new("STATUSPAGE_KEY"));

    // What was said stays, and a second run says it again unless it has a name.
    private static readonly MatrixOptions Once = new() { Undos = false, Again = false };

    private static void File()
    {
        StatuspageVerbs
            .Statuspage()
            .Key(new("STATUSPAGE_KEY"))
            .Page("Shop", "kctbh9vrtdwd")
            .Component("Website", "8kbf7d35c070");
        WebVerbs.Slack().Channel("#ops").Token(new("SLACK_TOKEN")).Webhook("#dev", new("HOOK"));
        WebVerbs.Mail().As(new("SMTP_URL")).Login("ops");
        IntercomVerbs
            .Intercom()
            .Token(new("INTERCOM_TOKEN"))
            .Admin(394051, "Ops", "ops@shop.example")
            .Contact("anna@shop.example");
    }

    [Test]
    public async Task A_maintenance_on_the_status_page()
    {
        var (lines, matrix) = await Board.MatrixAsync(
            File,
            () =>
            {
                var announced = Step("Announce")
                    .Run(Page.Schedule("Move", "The shop moves.", From, From.AddHours(4), "8kbf7d35c070"))
                    .NoUndo("it was read");
                Step("Begin").Run(Page.Begin(announced, "It has begun."));
                Step("News").Run(Page.Update(announced, "Half of it is done.")).NoUndo("it was read");
                Step("Later").Run(Page.Extend(announced, From.AddHours(5), "It takes longer."));
                Step("Verify").Run(Page.Verify(announced, "We look at it."));
                Step("Complete").Run(Page.Complete(announced, "All is well."));
                Step("End").Run(_ => Task.CompletedTask).ReadOnly();
            },
            Once
        );
        Assert.That(lines, Is.Empty, string.Join('\n', lines));
        Assert.That(
            matrix.Reference.Clean.Events.Where(e => e.IsApplied).Select(e => e.After),
            Is.EqualTo(
                new[]
                {
                    "Move: scheduled",
                    "Move: in_progress",
                    "Move: in_progress",
                    "Move: in_progress",
                    "Move: verifying",
                    "Move: completed",
                }
            )
        );
    }

    [Test]
    public async Task Messages_in_Slack_are_found_again()
    {
        var (lines, matrix) = await Board.MatrixAsync(
            File,
            () =>
            {
                Step("Say").Run(Slack.Post("#ops", "We begin.", new("SLACK_TOKEN"))).NoUndo("it was read");
                Step("End").Run(_ => Task.CompletedTask).ReadOnly();
            },
            Once
        );
        Assert.That(lines, Is.Empty, string.Join('\n', lines));
        // Whoever has to ask a person in each of them would not need a probe.
        Assert.That(matrix.Rows.SelectMany(r => r.Lives).Count(l => l.Verb == "resolve"), Is.Zero);
    }

    [Test]
    public async Task Messages_that_nobody_can_look_up_are_asked_about()
    {
        var (lines, matrix) = await Board.MatrixAsync(
            File,
            () =>
            {
                Step("Hook").Run(Slack.PostByWebhook("We begin.", new("HOOK"))).NoUndo("it was read");
                Step("Mail")
                    .Run(
                        Mail.Send(
                            "ops@shop.example",
                            ["anna@shop.example", "bob@shop.example"],
                            "The shop moves – soon",
                            $".\nWe move on {AbsoluteTimes.Span(From, From.AddHours(4))}.\n.",
                            new("SMTP_URL")
                        )
                    )
                    .NoUndo("it was read");
                Step("App")
                    .Run(Intercom.Message(394051, "anna@shop.example", "We move.", new("INTERCOM_TOKEN")))
                    .NoUndo("it was read");
                Step("End").Run(_ => Task.CompletedTask).ReadOnly();
            },
            Once
        );
        Assert.That(lines, Is.Empty, string.Join('\n', lines));
        var clean = matrix.Reference.Clean;
        Assert.That(
            clean.Events.Where(e => e.IsApplied).Select(e => e.After),
            Is.EqualTo(
                new[]
                {
                    "#dev: We begin.",
                    "ops@shop.example to anna@shop.example, bob@shop.example: The shop moves – soon",
                    "inapp to anna@shop.example: We move.",
                }
            )
        );
        Assert.That(
            matrix.Rows.Single(r => r.Scenario.Name == "mail: crash after intent").Lives.Select(l => l.Verb),
            Is.EqualTo(new[] { "exec", "resume" }),
            "what was not handed over is no doubt"
        );
    }

    [Test]
    public async Task A_second_run_finds_what_has_a_name()
    {
        var (lines, matrix) = await Board.MatrixAsync(
            File,
            () =>
            {
                var announced = Step("Announce")
                    .Run(Page.Schedule("Move", "The shop moves.", From, From.AddHours(4)).Once("move-1"))
                    .NoUndo("it was read");
                Step("Begin")
                    .Run(Page.Begin(announced, "It has begun.").Once("move-1-begin"))
                    .NoUndo("it was read");
                Step("Say")
                    .Run(Slack.Post("#ops", "We begin.", new("SLACK_TOKEN")).Once("move-1"))
                    .NoUndo("it was read");
            }
        );
        Assert.That(lines, Is.Empty, string.Join('\n', lines));
        var again = matrix.Rows.Single(r => r.Scenario.RunsAgain);
        Assert.That(
            StateDifference.Between(matrix.Reference.Clean.After, again.After).Select(d => $"{d}"),
            Is.Empty
        );
    }

    [Test]
    public async Task An_update_is_taken_back_but_not_what_was_read()
    {
        var result = await Board.TakeBackAsync(
            File,
            () =>
            {
                var announced = Step("Announce")
                    .Run(Page.Schedule("Move", "The shop moves.", From, From.AddHours(4), "8kbf7d35c070"))
                    .NoUndo("it was read");
                Step("Begin").Run(Page.Begin(announced, "It has begun."));
                Step("End").Run(_ => Task.CompletedTask).ReadOnly();
            },
            "begin"
        );
        Assert.That(result.Status, Is.EqualTo(RunbookDsl.Engine.RunStatus.RolledBack));
        Assert.That(
            StateDifference.Between(result.Before, result.After).Select(d => $"{d}"),
            Is.EqualTo(
                new[]
                {
                    "statuspage/Shop incident 01: Move: scheduled, maintenance, was (not there)",
                    "statuspage/Shop incident 01 update 01: scheduled: The shop moves.\n\nSaturday 5 December "
                        + "2026, 06:00 to 10:00 UTC, was (not there)",
                    "statuspage/Shop incident 01 update 02: in_progress: It has begun., was (not there)",
                    "statuspage/Shop incident 01 update 03: scheduled:  (nobody notified), was (not there)",
                }
            )
        );
    }

    [Test]
    public async Task Without_the_right_to_read_the_channel_a_person_is_asked()
    {
        var result = await Board.RunAsync(
            File,
            () => Step("Say").Run(Slack.Post("#ops", "We begin.", new("SLACK_TOKEN"))),
            new Fault(new FaultAction(FaultKind.Drop), FaultMoment.AfterEffect)
            {
                Operation = "chat.postMessage",
            },
            new Fault(new FaultAction(FaultKind.Error) { Code = "missing_scope" }, FaultMoment.BeforeEffect)
            {
                Operation = "conversations.list",
            }
        );
        Assert.That(result.Status, Is.EqualTo(RunbookDsl.Engine.RunStatus.InDoubt));
        Assert.That(
            result.Message(),
            Does.Contain(
                "The probe says Unknown: Slack: GET /conversations.list: missing_scope; look in #ops whether it "
                    + "is there. "
            )
        );
    }

    [TestCase("535", "refused the mail: 535 5.7.1 Refused")]
    [TestCase("451", "refused the mail: 451 4.3.0 Local error in processing")]
    public async Task A_mail_that_the_server_refuses_was_not_sent(string code, string why)
    {
        var result = await Board.RunAsync(
            File,
            () =>
                Step("Mail")
                    .Run(Mail.Send("ops@shop.example", "a@shop.example", "Move", "Hi", new("SMTP_URL"))),
            new Fault(new FaultAction(FaultKind.Error) { Code = code }, FaultMoment.BeforeEffect)
        );
        Assert.That(result.Status, Is.EqualTo(RunbookDsl.Engine.RunStatus.Held));
        Assert.That(
            result.Tokens.Replace(result.Message()),
            Does.StartWith($"'mail' failed: mail server 127.0.0.1:{{port:mail}} {why}. ")
        );
        Assert.That(result.Findings.Where(f => f.Kind == Findings.Leak), Is.Empty);
    }
}
