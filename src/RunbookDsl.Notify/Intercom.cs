namespace RunbookDsl.Notify;

/// <summary>Messages to users inside an application, through Intercom.</summary>
public static class Intercom
{
    /// <summary>
    /// Writes to one user, who reads it in the application when logged in: those who are not have to be told
    /// elsewhere. Nobody can look it up: after an interruption between sending and hearing of it, a person is
    /// asked.
    /// </summary>
    /// <param name="admin">Number of the member of the team who writes it: 394051.</param>
    /// <param name="email">Address of the user.</param>
    /// <param name="text">What the user reads.</param>
    /// <param name="token">An access token. Sent in a header only.</param>
    /// <exception cref="ArgumentException">It cannot be written; becomes an authoring error at its
    /// line.</exception>
    public static IntercomMessageOperation Message(
        long admin,
        string email,
        string text,
        SecretReference token
    )
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(token);
        return text.Length > 0
            ? new(admin, MailAddressText.Checked(email), text, token)
            : throw new ArgumentException("a message to a user needs a text.");
    }
}
