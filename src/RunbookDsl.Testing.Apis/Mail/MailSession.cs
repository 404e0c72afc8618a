using System.Text;

namespace RunbookDsl.Testing.Apis;

/// <summary>One connection of a mail client (RFC 5321), command by command.</summary>
internal sealed class MailSession(Stage stage, string system, MailBox box, MailLogin? login, MailLines lines)
{
    private const int MostBytes = 10 << 20;
    private const int MostReceivers = 100;
    private static readonly string[] Known =
    [
        "EHLO",
        "HELO",
        "MAIL",
        "RCPT",
        "DATA",
        "RSET",
        "NOOP",
        "QUIT",
        "AUTH",
        "VRFY",
    ];

    private readonly List<string> _to = [];
    private string? _from;
    private bool _isKnown;

    public async Task RunAsync(CancellationToken stop)
    {
        await lines.WriteAsync("220 mail.world ESMTP", stop).ConfigureAwait(false);
        while (await lines.ReadAsync(stop).ConfigureAwait(false) is { } line)
        {
            var space = line.IndexOf(' ', StringComparison.Ordinal);
            var verb = (space < 0 ? line : line[..space]).ToUpperInvariant();
            var rest = space < 0 ? "" : line[(space + 1)..].Trim();
            var answer = verb switch
            {
                "DATA" => await DataAsync(stop).ConfigureAwait(false),
                "AUTH" => await LogInAsync(rest, stop).ConfigureAwait(false),
                _ => Answer(verb, rest),
            };
            if (answer is null)
                return;
            await lines.WriteAsync(answer, stop).ConfigureAwait(false);
            if (verb == "QUIT")
                return;
        }
    }

    private string Answer(string verb, string rest)
    {
        switch (verb)
        {
            case "EHLO":
                Forget();
                return "250-mail.world\r\n250-PIPELINING\r\n250-8BITMIME\r\n"
                    + (login is null ? "" : "250-AUTH PLAIN LOGIN\r\n")
                    + FormattableString.Invariant($"250 SIZE {MostBytes}");
            case "HELO":
                Forget();
                return "250 mail.world";
            case "MAIL":
                return Mail(rest);
            case "RCPT":
                return Receiver(rest);
            case "RSET":
                Forget();
                return "250 2.0.0 OK";
            case "NOOP":
                return "250 2.0.0 OK";
            case "VRFY":
                return "252 2.5.0 Cannot verify, but try";
            case "QUIT":
                return "221 2.0.0 Bye";
            case "STARTTLS":
                return "502 5.5.1 TLS is not offered";
            default:
                stage.Unknown(system, verb, Known);
                return "500 5.5.1 Command not recognised";
        }
    }

    private string Mail(string rest)
    {
        if (login is not null && !_isKnown)
            return "530 5.7.0 Authentication required";
        if (_from is not null)
            return "503 5.5.1 Sender is given already";
        if (Path(rest, "FROM:") is not var (address, parameters))
            return "501 5.5.4 Syntax: MAIL FROM:<address>";
        foreach (var parameter in parameters)
            if (parameter.StartsWith("SIZE=", StringComparison.Ordinal))
            {
                if (!long.TryParse(parameter.AsSpan(5), out var size) || size > MostBytes)
                    return "552 5.3.4 Message is too large";
            }
            else if (
                !parameter.StartsWith("BODY=", StringComparison.Ordinal)
                && !parameter.StartsWith("AUTH=", StringComparison.Ordinal)
            )
                return $"555 5.5.4 Parameter {parameter.Split('=')[0]} is not known";
        _from = address;
        return "250 2.1.0 OK";
    }

    private string Receiver(string rest)
    {
        if (_from is null)
            return "503 5.5.1 MAIL first";
        if (_to.Count >= MostReceivers)
            return "452 4.5.3 Too many recipients";
        if (Path(rest, "TO:") is not var (address, _) || !address.Contains('@', StringComparison.Ordinal))
            return "501 5.1.3 Syntax: RCPT TO:<address>";
        _to.Add(address);
        return "250 2.1.5 OK";
    }

    private async Task<string?> DataAsync(CancellationToken stop)
    {
        if (_to.Count == 0)
            return _from is null ? "503 5.5.1 MAIL first" : "554 5.5.1 No valid recipients";
        await lines.WriteAsync("354 End with a line that is a dot", stop).ConfigureAwait(false);
        var source = new StringBuilder();
        var isTooLong = false;
        while (true)
        {
            if (await lines.ReadAsync(stop).ConfigureAwait(false) is not { } line)
                return null;
            if (line == ".")
                break;
            isTooLong |= source.Length + line.Length > MostBytes;
            if (!isTooLong)
                source.Append(line.StartsWith('.') ? line[1..] : line).Append("\r\n");
        }
        var mail = new MailMessage(_from!, [.. _to], source.ToString());
        Forget();
        return isTooLong
            ? "552 5.3.4 Message is too large"
            : await DeliverAsync(mail, stop).ConfigureAwait(false);
    }

    private async Task<string?> DeliverAsync(MailMessage mail, CancellationToken stop)
    {
        using var ticket = stage.Enter(
            new WorldCall(system, "mail.send", true)
            {
                Subject = string.Join(' ', mail.To),
                Text = $"mail {mail}",
                Refusal = "554",
            }
        );
        if (ticket.BeforeEffect is { } before && before.Kind != FaultKind.Duplicate)
            return await FaultAsync(ticket, before, stop).ConfigureAwait(false);
        var isTwice = (ticket.BeforeEffect ?? ticket.AfterEffect)?.Kind == FaultKind.Duplicate;
        for (var i = 0; i < (isTwice ? 2 : 1); i++)
            box.Add(mail);
        ticket.Applied("", stage.Secrets.Mask(mail.ToString()));
        if (ticket.AfterEffect is { } after && !isTwice)
            return await FaultAsync(ticket, after, stop).ConfigureAwait(false);
        ticket.Answered("250");
        return "250 2.0.0 OK, it is on its way";
    }

    private static async Task<string?> FaultAsync(
        CallTicket ticket,
        FaultAction fault,
        CancellationToken stop
    )
    {
        if (fault.Kind == FaultKind.Hang)
            await ticket.HangAsync(stop).ConfigureAwait(false);
        var answer = fault.Kind switch
        {
            FaultKind.Error when fault.Code is ['5', ..] => $"{fault.Code} 5.7.1 Refused",
            FaultKind.Error => $"{fault.Code ?? "451"} 4.3.0 Local error in processing",
            FaultKind.RateLimited => "450 4.7.1 Too many messages, slow down",
            _ => null,
        };
        if (answer is not null)
            ticket.Answered(answer[..3]);
        return answer;
    }

    private async Task<string?> LogInAsync(string rest, CancellationToken stop)
    {
        if (login is null)
            return "502 5.5.1 AUTH is not offered";
        var parts = rest.Split(' ', 2);
        switch (parts[0].ToUpperInvariant())
        {
            case "PLAIN":
                var plain = parts.Length > 1 ? parts[1] : await AskAsync("", stop).ConfigureAwait(false);
                _isKnown = plain is not null && login.IsPlain(plain);
                break;
            case "LOGIN":
                var user =
                    parts.Length > 1 ? parts[1] : await AskAsync("VXNlcm5hbWU6", stop).ConfigureAwait(false);
                var password = await AskAsync("UGFzc3dvcmQ6", stop).ConfigureAwait(false);
                _isKnown = user is not null && password is not null && login.IsLogin(user, password);
                break;
            default:
                return "504 5.5.4 Mechanism is not known";
        }
        return _isKnown ? "235 2.7.0 Welcome" : "535 5.7.8 User name or password is wrong";
    }

    private async Task<string?> AskAsync(string question, CancellationToken stop)
    {
        await lines.WriteAsync($"334 {question}", stop).ConfigureAwait(false);
        return await lines.ReadAsync(stop).ConfigureAwait(false);
    }

    private void Forget()
    {
        _from = null;
        _to.Clear();
    }

    private static (string Address, string[] Parameters)? Path(string rest, string word)
    {
        if (!rest.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            return null;
        var text = rest[word.Length..].Trim();
        var end = text.IndexOf('>', StringComparison.Ordinal);
        return text.StartsWith('<') && end > 0
            ? (
                text[1..end],
                text[(end + 1)..].ToUpperInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries)
            )
            : null;
    }
}
