using System.Globalization;

namespace RunbookDsl.Testing.Apis;

/// <summary>A mail server as one rehearsal has it.</summary>
internal sealed class MailScene : ISystemScene
{
    private readonly MailSystemSpec _spec;
    private readonly Stage _stage;
    private readonly MailLogin? _login;
    private readonly MailBox _box;
    private readonly MailServer _server;

    public MailScene(Stage stage, MailSystemSpec spec)
    {
        (_spec, _stage, _box) = (spec, stage, new(stage, spec.Name));
        if (spec.User is { } user)
            _login = new(user, Convert.ToHexStringLower(stage.Bytes($"{spec.Name}/password", 12)));
        _server = new((lines, stop) => new MailSession(stage, spec.Name, _box, _login, lines).RunAsync(stop));
        stage.Tokens.Name(Port, "port", spec.Name);
        stage.Door().Pass(_server.Port);
        if (_login is not null)
            stage.Secrets.Add($"{spec.Name} password", _login.Password);
    }

    private string Port => _server.Port.ToString(CultureInfo.InvariantCulture);

    public void Surround(Surroundings surroundings)
    {
        _stage.Door().Surround(surroundings);
        var login = _login is null ? "" : $"{Uri.EscapeDataString(_login.User)}:{_login.Password}@";
        foreach (var secret in _spec.Secrets)
            surroundings.Secret(secret, $"smtp://{login}127.0.0.1:{Port}");
        if (_login is not null && _spec.PasswordSecret is { } name)
            surroundings.Secret(name, _login.Password);
        surroundings.Variable("SMTPSERVER", $"127.0.0.1:{Port}");
        surroundings.Variable("SMTP_HOST", "127.0.0.1");
        surroundings.Variable("SMTP_PORT", Port);
    }

    public Task<SystemState> StateAsync(CancellationToken cancellation) => Task.FromResult(_box.State());

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
