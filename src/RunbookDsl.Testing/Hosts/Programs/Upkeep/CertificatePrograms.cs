namespace RunbookDsl.Testing;

/// <summary><c>certbot renew</c>, <c>openssl s_client</c> and <c>openssl x509</c>.</summary>
internal static class CertificatePrograms
{
    private const string Mark = "-----SCRIPTED CERTIFICATE-----";

    public static HostProgram[] All { get; } =
    [
        new("certbot", a => !a.Contains("--dry-run"), CertbotAsync),
        new("openssl", FilePrograms.No, OpensslAsync),
    ];

    private static async Task<int> CertbotAsync(ProgramCall call)
    {
        var name = Value(call, "--cert-name");
        if (call.Arguments is not ["renew", ..] || name is null)
            return await call.UnknownAsync(string.Join(' ', call.Arguments), ["renew --cert-name NAME"])
                .ConfigureAwait(false);
        if (!call.IsRoot)
            return await call.FailAsync("The following error was encountered:\n[Errno 13] Permission denied")
                .ConfigureAwait(false);
        var isTrial = call.Arguments.Contains("--dry-run");
        return call.Machine.Certificates.Renew(name, isTrial) switch
        {
            null => await call.FailAsync($"No certificate found with name {name}").ConfigureAwait(false),
            true => await MachinePrograms
                .SayAsync(
                    call,
                    isTrial
                        ? "Congratulations, all simulated renewals succeeded"
                        : "Congratulations, all renewals succeeded"
                )
                .ConfigureAwait(false),
            _ => await MachinePrograms
                .SayAsync(call, "The following certificates are not due for renewal yet")
                .ConfigureAwait(false),
        };
    }

    private static async Task<int> OpensslAsync(ProgramCall call)
    {
        switch (call.Arguments)
        {
            case ["s_client", ..]:
                var shown = call.Machine.Certificates.Ask(
                    Value(call, "-connect") ?? "",
                    Value(call, "-servername") ?? ""
                );
                if (shown is not { } issue)
                    return await call.FailAsync("connect:errno=111").ConfigureAwait(false);
                return await MachinePrograms
                    .SayAsync(call, $"{Mark} {issue.Serial} {CertificateBook.Time(issue.Until)}")
                    .ConfigureAwait(false);
            case ["x509", "-noout", "-serial", "-enddate"]:
                var text = await call.TextAsync([]).ConfigureAwait(false);
                if (!text.StartsWith(Mark, StringComparison.Ordinal))
                    return await call.FailAsync("Could not read certificate from <stdin>")
                        .ConfigureAwait(false);
                var words = text[(Mark.Length + 1)..].TrimEnd().Split(' ', 2);
                return await MachinePrograms
                    .SayAsync(call, $"serial={words[0]}\nnotAfter={words[1]}")
                    .ConfigureAwait(false);
            default:
                return await call.UnknownAsync(
                        string.Join(' ', call.Arguments),
                        ["s_client -connect HOST:PORT -servername NAME", "x509 -noout -serial -enddate"]
                    )
                    .ConfigureAwait(false);
        }
    }

    private static string? Value(ProgramCall call, string name) =>
        Array.IndexOf(call.Arguments, name) is >= 0 and var at
            ? call.Arguments.ElementAtOrDefault(at + 1)
            : null;
}
