namespace RunbookDsl.Notify.Tests;

/// <summary>What plans say, and what an author is told.</summary>
internal sealed class NotifyTextTests
{
    private static readonly DateTimeOffset From = new(2026, 12, 5, 6, 0, 0, TimeSpan.Zero);
    private static readonly SecretReference Key = new("KEY");

    [Test]
    public void Times_are_absolute()
    {
        Assert.That(
            AbsoluteTimes.Span(From, From.AddHours(4), "Pacific/Auckland", "Europe/Berlin"),
            Is.EqualTo(
                "Saturday 5 December 2026, 06:00 to 10:00 UTC (Pacific/Auckland: Saturday 5 December 2026, "
                    + "19:00 to 23:00; Europe/Berlin: Saturday 5 December 2026, 07:00 to 11:00)"
            )
        );
        Assert.That(
            AbsoluteTimes.Span(From.ToOffset(TimeSpan.FromHours(-8)), From.AddHours(20)),
            Is.EqualTo("Saturday 5 December 2026, 06:00 to Sunday 6 December 2026, 02:00 UTC")
        );
        Assert.That(AbsoluteTimes.At(From), Is.EqualTo("Saturday 5 December 2026, 06:00 UTC"));
    }

    [Test]
    public void Words_that_are_wrong_tomorrow_are_warned_of()
    {
        Assert.That(
            Slack.Post("#ops", "We move Today, at 5pm", Key).Warning,
            Is.EqualTo(
                "\"Today\" is wrong on another day and in another zone: write AbsoluteTimes.Span(from, until)"
            )
        );
        Assert.That(Slack.Post("#ops", "We move", Key).Warning, Is.Null);
    }

    [Test]
    public void Plans_say_who_reads_what()
    {
        var page = StatusPage.Page("kctbh9vrtdwd", Key);
        (Operation Operation, string Text)[] all =
        [
            (
                page.Schedule("Move", "The shop moves.", From, From.AddHours(4), "c1").Once("move-1"),
                "StatusPage.Schedule | announce \"Move\" on status page kctbh9vrtdwd: Saturday 5 December 2026, "
                    + "06:00 to 10:00 UTC | page=kctbh9vrtdwd, title=Move, text=The shop moves.\n\nSaturday 5 "
                    + "December 2026, 06:00 to 10:00 UTC, from=2026-12-05T06:00:00Z, "
                    + "until=2026-12-05T10:00:00Z, component=c1, once=move-1"
            ),
            (
                page.Extend("abc", From.AddHours(5), "Longer."),
                "StatusPage.Turn | say on status page kctbh9vrtdwd: Longer.  New end: Saturday 5 December 2026, "
                    + "11:00 UTC | page=kctbh9vrtdwd, maintenance=abc, text=Longer.\n\nNew end: Saturday 5 "
                    + "December 2026, 11:00 UTC, until=Saturday 5 December 2026, 11:00 UTC"
            ),
            (
                page.Complete("abc", "Well."),
                "StatusPage.Turn | say on status page kctbh9vrtdwd (completed): Well. | page=kctbh9vrtdwd, "
                    + "maintenance=abc, text=Well., status=completed, components=operational"
            ),
            (Slack.Post("#ops", "Hi", Key), "Slack.Post | say in #ops: Hi | channel=#ops, text=Hi"),
            (
                Slack.PostByWebhook("Hi", Key),
                "Slack.PostByWebhook | say by the webhook of secret KEY: Hi | webhook=secret KEY, text=Hi"
            ),
            (
                Mail.Send("ops@shop.example", "a@shop.example", "Move", "Hi", Key),
                "Mail.Send | send \"Move\" to a@shop.example | from=ops@shop.example, to=a@shop.example, "
                    + "subject=Move, text=Hi, server=secret KEY"
            ),
            (
                Intercom.Message(7, "a@shop.example", "Hi", Key),
                "Intercom.Message | write to a@shop.example in the application: Hi | from=7, "
                    + "to=a@shop.example, text=Hi"
            ),
        ];
        Assert.That(
            all.Select(a =>
                $"{a.Operation.Kind} | {a.Operation.Description} | "
                + string.Join(", ", a.Operation.Facts.Select(f => $"{f.Name}={f.Value}"))
            ),
            Is.EqualTo(all.Select(a => a.Text))
        );
    }

    [Test]
    public void What_cannot_be_is_refused_when_it_is_written()
    {
        static void Refused(Action write, string message) =>
            Assert.That(write, Throws.ArgumentException.With.Message.EqualTo(message));
        var page = StatusPage.Page("abc", Key);
        Refused(() => StatusPage.Page("a/b", Key), "'a/b' is no id of a page: 12 letters and digits.");
        Refused(
            () => page.Schedule("", "x", From, From.AddHours(1)),
            "the title of a maintenance has 1 to 255 characters."
        );
        Refused(
            () => page.Schedule("x", "x", From, From),
            "the end 2026-12-05 06:00:00Z is not after the beginning 2026-12-05 06:00:00Z."
        );
        Refused(
            () => AbsoluteTimes.Span(From, From.AddHours(1), "Mars/Base"),
            "this machine knows no time zone 'Mars/Base': write a name such as Europe/Berlin."
        );
        Refused(() => page.Update("abc", ""), "an update of a page has 1 to 25000 characters.");
        Refused(() => Slack.Post("#", "x", Key), "name the channel: Slack.Post(\"#ops\", …).");
        Refused(() => Slack.Post("#ops", "", Key), "a message in Slack has 1 to 4000 characters.");
        Refused(
            () => Mail.Send("ops", "a@shop.example", "x", "x", Key),
            "'ops' is no plain address such as ops@shop.example."
        );
        Refused(
            () => Mail.Send("ops@shop.example", "a@shop.example>\r\nDATA", "x", "x", Key),
            "'a@shop.example>\r\nDATA' is no plain address such as ops@shop.example."
        );
        Refused(
            () => Mail.Send("ops@shop.example", "a@shop.example", "x\r\nBcc: b@shop.example", "x", Key),
            "the subject of a mail is one line of 1 to 200 characters."
        );
        Refused(
            () => Slack.Post("#ops", "x", Key).Once("a b"),
            "Once(\"a b\") wants a name of 1 to 100 letters, digits, '-', '_' and '.': \"migration-2026-12-05\"."
        );
    }

    [Test]
    public void A_mail_is_written_as_the_protocol_wants_it()
    {
        var plain = new MailDraft("ops@shop.example", ["a@shop.example"], "Move", "Hi\n.\n..b");
        var id = plain.MessageId("20261205-1/say it");
        Assert.That(
            plain.Compose(id, From),
            Is.EqualTo(
                "From: ops@shop.example\r\nTo: a@shop.example\r\nSubject: Move\r\n"
                    + "Date: Sat, 05 Dec 2026 06:00:00 +0000\r\nMessage-ID: <20261205-1/say-it@shop.example>\r\n"
                    + "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
                    + "Content-Transfer-Encoding: 7bit\r\nAuto-Submitted: auto-generated\r\n\r\n"
                    + "Hi\r\n..\r\n...b\r\n.\r\n"
            )
        );
        var wide = new MailDraft(
            "ops@shop.example",
            ["a@shop.example", "b@shop.example"],
            "Störung – wir ziehen um, und zwar am Samstag",
            "Grüße"
        );
        Assert.That(
            wide.Compose("<1@x>", From),
            Does.Contain("\r\nTo: undisclosed-recipients:;\r\n")
                .And.Contain(
                    "\r\nSubject: =?utf-8?B?U3TDtnJ1bmcg4oCTIHdpciB6aWVoZW4gdW0sIHVuZCB6d2FyIGFtIFNh?=\r\n "
                        + "=?utf-8?B?bXN0YWc=?=\r\n"
                )
                .And.EndWith("\r\nR3LDvMOfZQ==\r\n.\r\n")
        );
    }
}
