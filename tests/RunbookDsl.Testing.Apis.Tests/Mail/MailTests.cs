using System.Net.Sockets;
using System.Text;
using static RunbookDsl.Testing.Apis.WebVerbs;
using static RunbookDsl.Verbs;

namespace RunbookDsl.Testing.Apis.Tests.Mail;

[CancelAfter(30_000)]
internal sealed class MailTests
{
    private const string Letter = """
        From: Ops <ops@shop.example>
        To: all@shop.example
        Subject: =?utf-8?Q?Wartung_f=C3=BCr?=
         =?utf-8?B?IGFsbGU=?=

        We begin.
        .
        ..two dots

        """;

    [Test]
    public async Task Curl_SendsMailWithLogin(CancellationToken cancellation)
    {
        await using var world = await Worlds.StartAsync(() =>
        {
            Site("shop.example").On("192.0.2.1").Page("/", 200, "");
            WebVerbs.Mail().Login("ops").As(Secret("SMTP_URL"));
        });
        var done = await SendAsync(world, world.Secrets.Find(Secret("SMTP_URL"))!, cancellation);
        Assert.That((done.Exit, done.Errors), Is.EqualTo((0, "")));
        var state = (await world.StateAsync(cancellation)).Single(s => s.System == "mail");
        Assert.That(
            state.Lines.Single(),
            Is.EqualTo(
                new KeyValuePair<string, string>(
                    "mail 001",
                    "ops@shop.example to all@shop.example, ann@shop.example: Wartung für alle\n"
                        + "We begin.\n.\n..two dots"
                )
            )
        );
        Assert.That(
            world.Stage.Log.Events.Select(e => $"{e.Call.Text} -> {e.Answer}"),
            Is.EqualTo(
                new[]
                {
                    "mail ops@shop.example to all@shop.example, ann@shop.example: Wartung für alle -> 250",
                }
            )
        );
        Assert.That(world.Stage.Found, Is.Empty);
    }

    [Test]
    public async Task Curl_WithoutLogin_IsRefused(CancellationToken cancellation)
    {
        await using var world = await Worlds.StartAsync(() =>
        {
            Site("shop.example").On("192.0.2.1").Page("/", 200, "");
            WebVerbs.Mail().Login("ops", Secret("SMTP_PASSWORD"));
        });
        var place = world.Surroundings.Variables["SMTPSERVER"];
        var bare = await SendAsync(world, $"smtp://{place}", cancellation);
        var wrong = await SendAsync(world, $"smtp://ops:no@{place}", cancellation);
        var right = await SendAsync(
            world,
            $"smtp://ops:{world.Secrets.Find(Secret("SMTP_PASSWORD"))}@{place}",
            cancellation
        );
        Assert.That(
            (bare.Exit, wrong.Exit, right.Exit),
            Is.EqualTo((55, 67, 0)),
            $"{bare.Errors} {wrong.Errors} {right.Errors}"
        );
    }

    [TestCase(FaultKind.Error, FaultMoment.BeforeEffect, 0)]
    [TestCase(FaultKind.Error, FaultMoment.AfterEffect, 1)]
    [TestCase(FaultKind.Duplicate, FaultMoment.BeforeEffect, 2)]
    [TestCase(FaultKind.Drop, FaultMoment.AfterEffect, 1)]
    public async Task Fault_StrikesTheMail(
        FaultKind kind,
        FaultMoment moment,
        int mails,
        CancellationToken cancellation
    )
    {
        await using var world = await Worlds.StartAsync(
            () =>
            {
                Site("shop.example").On("192.0.2.1").Page("/", 200, "");
                WebVerbs.Mail().As(Secret("SMTP_URL"));
            },
            new Fault(new(kind), moment) { System = "mail" }
        );
        var done = await SendAsync(world, world.Secrets.Find(Secret("SMTP_URL"))!, cancellation);
        Assert.That(done.Exit == 0, Is.EqualTo(kind == FaultKind.Duplicate), done.Errors);
        var state = (await world.StateAsync(cancellation)).Single(s => s.System == "mail");
        Assert.That(state.Lines, Has.Count.EqualTo(mails));
    }

    [Test]
    public async Task Commands_InOneGo_AreAnsweredInOrder(CancellationToken cancellation)
    {
        await using var world = await Worlds.StartAsync(() => WebVerbs.Mail());
        using var client = new TcpClient();
        await client.ConnectAsync(
            "127.0.0.1",
            int.Parse(world.Surroundings.Variables["SMTP_PORT"]),
            cancellation
        );
        var stream = client.GetStream();
        string[] commands =
        [
            "HELO me",
            "DATA",
            "RCPT TO:<a@b.example>",
            "MAIL FROM:<a@b.example> SIZE=99999999",
            "MAIL FROM:<>",
            "MAIL FROM:<>",
            "DATA",
            "RCPT TO:<nobody>",
            "RSET",
            "NOOP",
            "STARTTLS",
            "AUTH PLAIN x",
            "RCTP TO:<a@b.example>",
            "MAIL FROM:<a@b.example> BODY=8BITMIME SMTPX",
            "QUIT",
        ];
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes(string.Concat(commands.Select(c => $"{c}\r\n"))),
            cancellation
        );
        using var reader = new StreamReader(stream);
        var answers = (await reader.ReadToEndAsync(cancellation)).Split("\r\n");
        Assert.That(
            answers.Select(a => a.Length > 3 ? a[..3] : a),
            Is.EqualTo(
                "220 250 503 503 552 250 503 554 501 250 250 502 502 500 555 221".Split(' ').Append("")
            )
        );
        Assert.That(
            world.Stage.Found.Select(f => f.Text),
            Is.EqualTo(new[] { "mail does not know RCTP (did you mean 'RCPT'?)" })
        );
    }

    private static Task<(int Exit, string Output, string Errors)> SendAsync(
        World world,
        string url,
        CancellationToken cancellation
    )
    {
        var file = Path.Combine(world.Directory, "letter");
        File.WriteAllText(file, Letter.ReplaceLineEndings("\r\n"));
        return Curl.RunAsync(
            world.Stage.Door(),
            "s",
            cancellation,
            "--mail-from",
            "ops@shop.example",
            "--mail-rcpt",
            "all@shop.example",
            "--mail-rcpt",
            "ann@shop.example",
            "-T",
            file,
            url
        );
    }
}
