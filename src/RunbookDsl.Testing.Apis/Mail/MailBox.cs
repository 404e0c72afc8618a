using System.Globalization;

namespace RunbookDsl.Testing.Apis;

/// <summary>The mails of one rehearsal: what people would have got.</summary>
internal sealed class MailBox(Stage stage, string system)
{
    private readonly Lock _gate = new();
    private readonly List<MailMessage> _mails = [];

    public void Add(MailMessage mail)
    {
        stage.CheckLeak(mail.Source, $"a mail to {string.Join(", ", mail.To)}");
        lock (_gate)
            _mails.Add(mail);
    }

    public SystemState State()
    {
        lock (_gate)
            return SystemState.Of(system, _mails.Select((m, i) => Line(m, i + 1)));
    }

    private KeyValuePair<string, string> Line(MailMessage mail, int number) =>
        new(
            string.Create(CultureInfo.InvariantCulture, $"mail {number:000}"),
            stage.Tokens.Replace(
                stage.Secrets.Mask(
                    mail.Body.Length == 0 ? mail.ToString() : $"{mail}\n{mail.Body.ReplaceLineEndings("\n")}"
                )
            )
        );
}
