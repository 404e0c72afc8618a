using System.Net;

namespace RunbookDsl.Notify;

/// <summary>A mail server as the URL in a secret names it.</summary>
internal sealed record MailPlace(string Host, int Port, bool IsSecure)
{
    public string? User { get; private init; }

    public string Password { get; private init; } = "";

    /// <summary>Whether what goes there does not leave this machine.</summary>
    public bool IsLocal =>
        Host == "localhost" || (IPAddress.TryParse(Host, out var address) && IPAddress.IsLoopback(address));

    /// <summary><c>mail.shop.example:587</c>.</summary>
    public string Name => FormattableString.Invariant($"{Host}:{Port}");

    /// <exception cref="OperationFailedException">It holds no such URL; the message does not say
    /// what.</exception>
    public static MailPlace Of(StepContext context, SecretReference server)
    {
        if (
            !Uri.TryCreate(context.Reveal(server), UriKind.Absolute, out var url)
            || url.Scheme is not ("smtp" or "smtps")
            || url.Host.Length == 0
        )
            throw new OperationFailedException(
                $"{server} holds no URL of a mail server: smtps://user:password@host:465 or smtp://…:587"
            );
        var isSecure = url.Scheme == "smtps";
        var login = url.UserInfo.Split(':', 2);
        var password = login.Length > 1 ? Uri.UnescapeDataString(login[1]) : "";
        if (password.Length > 0)
            context.Redact(password);
        return new(
            url.Host.Trim('[', ']'),
            url.Port > 0 ? url.Port
                : isSecure ? 465
                : 587,
            isSecure
        )
        {
            User = login[0].Length > 0 ? Uri.UnescapeDataString(login[0]) : null,
            Password = password,
        };
    }
}
