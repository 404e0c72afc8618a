namespace RunbookDsl.Notify;

/// <summary>Mail through a server that relays it (SMTP).</summary>
public static class Mail
{
    /// <summary>
    /// Sends a mail in plain text. Its <c>Message-ID</c> is made of run and step: a person finds it in the
    /// server's log, and receivers drop a twin. A crash before the server has the text is no doubt; one after
    /// it, before the server's answer was heard, is a question for a person.
    /// </summary>
    /// <param name="from">Address of the sender.</param>
    /// <param name="to">Address of the receiver.</param>
    /// <param name="subject">One line.</param>
    /// <param name="text">What people read.</param>
    /// <param name="server">Secret with the URL of the server: <c>smtps://user:password@host:465</c>, or
    /// <c>smtp://…:587</c>, which goes over to TLS where the server can.</param>
    /// <exception cref="ArgumentException">It cannot be sent; becomes an authoring error at its
    /// line.</exception>
    public static MailOperation Send(
        string from,
        string to,
        string subject,
        string text,
        SecretReference server
    ) => Send(from, [to], subject, text, server);

    /// <summary>Sends one mail to several people, who do not see each other's addresses.</summary>
    /// <param name="from">Address of the sender.</param>
    /// <param name="to">Addresses of the receivers, 1 to 100.</param>
    /// <param name="subject">One line.</param>
    /// <param name="text">What people read.</param>
    /// <param name="server">Secret with the URL of the server.</param>
    /// <exception cref="ArgumentException">It cannot be sent.</exception>
    public static MailOperation Send(
        string from,
        IReadOnlyList<string> to,
        string subject,
        string text,
        SecretReference server
    )
    {
        ArgumentNullException.ThrowIfNull(to);
        ArgumentNullException.ThrowIfNull(subject);
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(server);
        if (to.Count is 0 or > 100)
            throw new ArgumentException("a mail has 1 to 100 receivers.");
        if (subject.Length is 0 or > 200 || subject.Any(char.IsControl))
            throw new ArgumentException("the subject of a mail is one line of 1 to 200 characters.");
        return new(
            new MailDraft(
                MailAddressText.Checked(from),
                [.. to.Select(MailAddressText.Checked)],
                subject,
                text
            ),
            server
        );
    }
}
