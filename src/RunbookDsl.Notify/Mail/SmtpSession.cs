using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using RunbookDsl.Http;

namespace RunbookDsl.Notify;

/// <summary>
/// One connection to a mail server (RFC 5321), with TLS wherever the server can; a password never goes over a
/// line that others can read.
/// </summary>
internal sealed class SmtpSession : IAsyncDisposable
{
    private readonly StepContext _context;
    private readonly MailPlace _place;
    private SmtpLine _line;

    private SmtpSession(StepContext context, MailPlace place, SmtpLine line) =>
        (_context, _place, _line) = (context, place, line);

    /// <summary>Connects and logs in. Nothing has happened when it fails.</summary>
    /// <exception cref="OperationFailedException">It cannot be reached, or does not take us.</exception>
    public static async Task<SmtpSession> OpenAsync(
        StepContext context,
        MailPlace place,
        CancellationToken cancellation
    )
    {
        try
        {
            var made = await context
                .Port<IHttpConnector>()
                .ConnectAsync(place.Host, place.Port, cancellation)
                .ConfigureAwait(false);
            var session = new SmtpSession(context, place, new SmtpLine(made.Stream, context.Clock));
            try
            {
                await session.BeginAsync(made.Trust, cancellation).ConfigureAwait(false);
                return session;
            }
            catch
            {
                await session.DisposeAsync().ConfigureAwait(false);
                throw;
            }
        }
        catch (Exception e) when (e is IOException or AuthenticationException)
        {
            throw new OperationFailedException($"mail server {place.Name}: {e.Message}", retryable: true, e);
        }
    }

    /// <summary>Sends one mail; gives what the server said.</summary>
    /// <param name="from">Sender.</param>
    /// <param name="to">Receivers.</param>
    /// <param name="mail">The mail as the protocol wants it.</param>
    /// <param name="announce">Called right before the text, after which nobody can take it back.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="OperationFailedException">It was not sent to anybody.</exception>
    /// <exception cref="OutcomeUnknownException">The text was sent and no answer came.</exception>
    public async Task<string> SendAsync(
        string from,
        IEnumerable<string> to,
        string mail,
        Func<Task> announce,
        CancellationToken cancellation
    )
    {
        try
        {
            await WantAsync($"MAIL FROM:<{from}>", "MAIL", cancellation).ConfigureAwait(false);
            foreach (var address in to)
                await WantAsync($"RCPT TO:<{address}>", $"the receiver {address}", cancellation)
                    .ConfigureAwait(false);
            await WantAsync("DATA", "DATA", cancellation).ConfigureAwait(false);
        }
        catch (IOException e)
        {
            throw new OperationFailedException(
                $"mail server {_place.Name}: {e.Message}; nothing was sent",
                retryable: true,
                e
            );
        }
        await announce().ConfigureAwait(false);
        try
        {
            var reply = await _line.AskAsync(mail, cancellation).ConfigureAwait(false);
            return reply.IsGood ? reply.ToString() : throw Refused("the mail", reply);
        }
        catch (IOException e)
        {
            throw new OutcomeUnknownException(
                $"mail server {_place.Name}: {e.Message}, after the whole mail was sent; it may be on its way",
                e
            );
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _line.DisposeAsync();

    private async Task BeginAsync(X509Certificate2? trust, CancellationToken cancellation)
    {
        if (_place.IsSecure)
            await SecureAsync(trust, cancellation).ConfigureAwait(false);
        var greeting = await _line.AskAsync(null, cancellation).ConfigureAwait(false);
        if (!greeting.IsGood)
            throw Refused("the connection", greeting);
        var isSecure = _place.IsSecure;
        var offers = await HelloAsync(cancellation).ConfigureAwait(false);
        if (!isSecure && offers.Offer("STARTTLS") is not null)
        {
            await WantAsync("STARTTLS", "STARTTLS", cancellation).ConfigureAwait(false);
            await SecureAsync(trust, cancellation).ConfigureAwait(false);
            offers = await HelloAsync(cancellation).ConfigureAwait(false);
            isSecure = true;
        }
        if (_place.User is null)
            return;
        if (!isSecure && !_place.IsLocal)
            throw new OperationFailedException(
                $"mail server {_place.Name} offers no TLS, and the password is not sent without"
            );
        await LogInAsync(_place.User, offers.Offer("AUTH") ?? "", cancellation).ConfigureAwait(false);
    }

    private Task<SmtpReply> HelloAsync(CancellationToken cancellation) =>
        WantAsync("EHLO runbook.invalid", "EHLO", cancellation);

    private async Task LogInAsync(string user, string mechanisms, CancellationToken cancellation)
    {
        var known = mechanisms.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (known.Contains("PLAIN", StringComparer.OrdinalIgnoreCase))
        {
            await SecretAsync($"AUTH PLAIN {Base64($"\0{user}\0{_place.Password}")}", cancellation)
                .ConfigureAwait(false);
            return;
        }
        if (!known.Contains("LOGIN", StringComparer.OrdinalIgnoreCase))
            throw new OperationFailedException(
                $"mail server {_place.Name} offers no login that is known (PLAIN, LOGIN): '{mechanisms}'"
            );
        await WantAsync("AUTH LOGIN", "AUTH", cancellation).ConfigureAwait(false);
        await SecretAsync(Base64(user), cancellation).ConfigureAwait(false);
        await SecretAsync(Base64(_place.Password), cancellation).ConfigureAwait(false);
    }

    // Other spellings of the password are as secret as it is.
    private async Task SecretAsync(string command, CancellationToken cancellation)
    {
        _context.Redact(command.Split(' ')[^1]);
        await WantAsync(command, "the login", cancellation).ConfigureAwait(false);
    }

    private async Task<SmtpReply> WantAsync(string command, string what, CancellationToken cancellation)
    {
        var reply = await _line.AskAsync(command + "\r\n", cancellation).ConfigureAwait(false);
        return reply.IsGood ? reply : throw Refused(what, reply);
    }

    private OperationFailedException Refused(string what, SmtpReply reply) =>
        new($"mail server {_place.Name} refused {what}: {reply}", retryable: reply.IsPassing);

    private async Task SecureAsync(X509Certificate2? trust, CancellationToken cancellation)
    {
        var secure = new SslStream(_line.Stream);
        _line = new SmtpLine(secure, _context.Clock);
        var options = new SslClientAuthenticationOptions { TargetHost = _place.Host };
        if (trust is not null)
            options.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                CustomTrustStore = { trust },
                RevocationMode = X509RevocationMode.NoCheck,
            };
        await secure.AuthenticateAsClientAsync(options, cancellation).ConfigureAwait(false);
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
