using System.Globalization;

namespace RunbookDsl.Testing.Apis;

/// <summary>The mails of one rehearsal: what people would have got.</summary>
internal sealed class MailBox(string system)
{
    private readonly Lock _gate = new();
    private readonly List<MailMessage> _mails = [];

    public void Add(MailMessage mail)
    {
        lock (_gate)
            _mails.Add(mail);
    }

    public SystemState State()
    {
        lock (_gate)
            return SystemState.Of(system, _mails.Select((m, i) => Line(m, i + 1)));
    }

    private static KeyValuePair<string, string> Line(MailMessage mail, int number) =>
        new(
            string.Create(CultureInfo.InvariantCulture, $"mail {number:000}"),
            mail.Body.Length == 0 ? mail.ToString() : $"{mail}\n{mail.Body.ReplaceLineEndings("\n")}"
        );
}
