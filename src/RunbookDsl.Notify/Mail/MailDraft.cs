using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace RunbookDsl.Notify;

/// <summary>A mail in plain text (RFC 5322), before it has a date and an id.</summary>
internal sealed record MailDraft(string From, ImmutableArray<string> To, string Subject, string Text)
{
    private const int LongestLine = 900;
    private const int WordBytes = 42;

    /// <summary>The id that a mark makes: <c>&lt;run-1/announce@shop.example&gt;</c>.</summary>
    public string MessageId(string mark)
    {
        var local = string.Concat(mark.Select(c => IsPlain(c) ? c : '-'));
        return $"<{local}@{From[(From.IndexOf('@', StringComparison.Ordinal) + 1)..]}>";
    }

    /// <summary>The whole mail, with dots doubled as the protocol wants it, and the dot at the
    /// end.</summary>
    public string Compose(string id, DateTimeOffset now)
    {
        var body = Text.ReplaceLineEndings("\r\n");
        var isPlain = Ascii.IsValid(body) && body.Split("\r\n").All(l => l.Length <= LongestLine);
        var mail = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"From: {From}\r\n")
            .Append("To: ")
            .Append(To.Length == 1 ? To[0] : "undisclosed-recipients:;")
            .Append("\r\nSubject: ")
            .Append(Header(Subject))
            .Append(
                CultureInfo.InvariantCulture,
                $"\r\nDate: {now.ToUniversalTime():ddd, dd MMM yyyy HH:mm:ss} +0000\r\n"
            )
            .Append(CultureInfo.InvariantCulture, $"Message-ID: {id}\r\n")
            .Append("MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n")
            .Append(
                CultureInfo.InvariantCulture,
                $"Content-Transfer-Encoding: {(isPlain ? "7bit" : "base64")}\r\n"
            )
            .Append("Auto-Submitted: auto-generated\r\n\r\n")
            .Append(
                isPlain
                    ? body
                    : Convert.ToBase64String(
                        Encoding.UTF8.GetBytes(body),
                        Base64FormattingOptions.InsertLineBreaks
                    )
            );
        return ("\r\n" + mail).Replace("\r\n.", "\r\n..", StringComparison.Ordinal)[2..] + "\r\n.\r\n";
    }

    // Words of at most 75 characters (RFC 2047, 2), never in the middle of a letter.
    private static string Header(string text)
    {
        if (Ascii.IsValid(text) && !text.Contains("=?", StringComparison.Ordinal))
            return text;
        var words = new List<string>();
        var part = "";
        foreach (var rune in text.EnumerateRunes())
        {
            if (Encoding.UTF8.GetByteCount(part + rune) > WordBytes)
            {
                words.Add(part);
                part = "";
            }
            part += rune;
        }
        return string.Join(
            "\r\n ",
            words.Append(part).Select(w => $"=?utf-8?B?{Convert.ToBase64String(Encoding.UTF8.GetBytes(w))}?=")
        );
    }

    private static bool IsPlain(char letter) =>
        char.IsAsciiLetterOrDigit(letter) || letter is '-' or '/' or '_';
}
