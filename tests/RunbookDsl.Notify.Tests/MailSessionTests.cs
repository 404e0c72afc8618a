namespace RunbookDsl.Notify.Tests;

/// <summary>Mail against sockets: TLS, logins, and servers that behave badly.</summary>
[CancelAfter(60_000)]
internal sealed class MailSessionTests
{
    private const string Login = "AUTH PLAIN AG9wcwBwQHNz";

    [Test]
    public async Task The_password_goes_over_TLS_only()
    {
        using var server = new RawMailServer(Usual("250-x\r\n250-STARTTLS\r\n250 AUTH PLAIN LOGIN\r\n"));
        var sender = new Sender(server, "smtp://ops:p%40ss@mail.shop.example");
        await Send(sender);
        Assert.That(
            server.Lines.Take(6),
            Is.EqualTo(
                new[]
                {
                    "EHLO runbook.invalid",
                    "STARTTLS",
                    "TLS",
                    "EHLO runbook.invalid",
                    Login,
                    "MAIL FROM:<ops@shop.example>",
                }
            )
        );
        Assert.That(server.Lines[^1], Does.Contain("\r\nMessage-ID: <run-1/mail@shop.example>\r\n"));
        Assert.That(sender.Connected, Is.EqualTo(new[] { "mail.shop.example:587" }));
        Assert.That(sender.Redacted, Is.EqualTo(new[] { "p@ss", "AG9wcwBwQHNz" }));
        Assert.That(sender.Handles, Is.EqualTo(new[] { "message <run-1/mail@shop.example>" }));
    }

    [Test]
    public async Task A_server_may_speak_TLS_from_the_beginning()
    {
        using var server = new RawMailServer(Usual("250 AUTH LOGIN\r\n"), isSecure: true);
        var sender = new Sender(server, "smtps://ops:p%40ss@mail.shop.example");
        await Send(sender);
        Assert.That(
            server.Lines.Take(5),
            Is.EqualTo(new[] { "TLS", "EHLO runbook.invalid", "AUTH LOGIN", "b3Bz", "cEBzcw==" })
        );
        Assert.That(sender.Connected, Is.EqualTo(new[] { "mail.shop.example:465" }));
    }

    [TestCase(
        "250 AUTH PLAIN\r\n",
        "mail server mail.shop.example:587 offers no TLS, and the password is not sent without"
    )]
    [TestCase(
        "250-x\r\n250 STARTTLS\r\n",
        "mail server mail.shop.example:587 offers no login that is known " + "(PLAIN, LOGIN): ''"
    )]
    [TestCase(
        "HTTP/1.1 400 Bad Request\r\n",
        "mail server mail.shop.example:587: the server does not speak SMTP"
    )]
    [TestCase(
        "421 4.7.0 Try later\r\n",
        "mail server mail.shop.example:587 refused EHLO: 421 4.7.0 Try later"
    )]
    public async Task What_is_not_sent_is_known_not_to_be_sent(string hello, string message)
    {
        using var server = new RawMailServer(Usual(hello));
        var sender = new Sender(server, "smtp://ops:p%40ss@mail.shop.example");
        var error = Assert.ThrowsAsync<OperationFailedException>(() => Send(sender));
        Assert.That(error!.Message, Is.EqualTo(message));
        Assert.That(sender.Handles, Is.Empty);
        Assert.That(server.Lines, Has.None.StartWith("AUTH"));
        await Task.CompletedTask;
    }

    [TestCase("", "the server hung up")]
    [TestCase("250", "the server hung up")]
    public void What_may_have_been_sent_is_in_doubt(string last, string why)
    {
        using var server = new RawMailServer(l =>
            l.StartsWith("From:") || l == last ? null
            : l.StartsWith("DATA") ? "354 go on\r\n"
            : "250 fine\r\n"
        );
        var error = Assert.ThrowsAsync<OutcomeUnknownException>(() =>
            Send(new Sender(server, "smtp://mail.shop.example"))
        );
        Assert.That(
            error!.Message,
            Is.EqualTo(
                $"mail server mail.shop.example:587: {why}, after the whole mail was sent; it may be on its way"
            )
        );
    }

    [TestCase("250 " + "xxxxxxxxxxxxxxxx", 200, "its answer has a line without an end")]
    [TestCase("250-x\r\n", 101, "its answer does not end")]
    public void An_endless_answer_ends(string part, int times, string why)
    {
        var hello = string.Concat(Enumerable.Repeat(part, times));
        using var server = new RawMailServer(Usual(hello));
        var error = Assert.ThrowsAsync<OperationFailedException>(() =>
            Send(new Sender(server, "smtp://mail.shop.example"))
        );
        Assert.That(error!.Message, Is.EqualTo($"mail server mail.shop.example:587: {why}"));
    }

    [TestCase("https://mail.shop.example")]
    [TestCase("mail.shop.example")]
    public void A_secret_that_is_no_server_is_not_told(string url)
    {
        using var server = new RawMailServer(_ => null);
        var error = Assert.ThrowsAsync<OperationFailedException>(() => Send(new Sender(server, url)));
        Assert.That(
            error!.Message,
            Is.EqualTo(
                "secret SMTP_URL holds no URL of a mail server: smtps://user:password@host:465 or smtp://…:587"
            )
        );
    }

    private static Func<string, string?> Usual(string hello) =>
        line =>
            line.StartsWith("EHLO") ? hello
            : line == "DATA" ? "354 go on\r\n"
            : line.StartsWith("AUTH LOGIN") || line == "b3Bz" ? "334 more\r\n"
            : line.StartsWith("AUTH") || line == "cEBzcw==" ? "235 welcome\r\n"
            : "250 fine\r\n";

    private static Task Send(Sender sender) =>
        Mail.Send("ops@shop.example", "anna@shop.example", "Move", "Hi", new("SMTP_URL"))
            .RunAsync(sender, default);
}
