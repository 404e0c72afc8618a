using System.Globalization;

namespace RunbookDsl.Hosts;

/// <summary>Asks listeners for the certificate that they show.</summary>
internal static class Handshake
{
    private const string Script = """
        timeout 15 openssl s_client -connect "$1" -servername "$2" < /dev/null 2> /dev/null |
          openssl x509 -noout -serial -enddate 2> /dev/null || echo none
        """;

    /// <summary>What each shows; null stands for one that shows none.</summary>
    public static async Task<IReadOnlyList<(string Listener, CertificateState? State)>> ReadAsync(
        StepContext context,
        HostCertificate certificate,
        CancellationToken cancellation
    )
    {
        var all = new List<(string, CertificateState?)>();
        foreach (var listener in certificate.Listeners)
        {
            var call = HostCall.Script(
                certificate.Host,
                $"ask {listener} for its certificate",
                Script,
                listener,
                certificate.Name
            );
            var said = await call.AskAsync(context, cancellation).ConfigureAwait(false);
            all.Add((listener, Read(listener, said.Output)));
        }
        return all;
    }

    /// <summary>What is wrong with what they show; null when nothing is.</summary>
    public static string? Wrong(
        StepContext context,
        HostCertificate certificate,
        IReadOnlyList<(string Listener, CertificateState? State)> shown
    )
    {
        var least = context.Clock.GetUtcNow() + certificate.Least;
        foreach (var (listener, state) in shown)
            if (state is null)
                return $"{listener} of {certificate.Host} shows no certificate for {certificate.Name}";
            else if (state.ValidUntil < least)
                return $"{state}: that is less than {certificate.Least.TotalDays:0.#} days";
        return null;
    }

    public static string Text(IReadOnlyList<(string Listener, CertificateState? State)> shown) =>
        string.Join("; ", shown.Select(s => s.State?.ToString() ?? $"{s.Listener} shows none"));

    // notAfter=Mar  5 06:00:00 2027 GMT
    private static CertificateState? Read(string listener, string output)
    {
        var (serial, end) = ("", "");
        foreach (var line in output.Split('\n'))
            if (line.Split('=', 2) is ["serial", var number])
                serial = number.Trim();
            else if (line.Split('=', 2) is ["notAfter", var time])
                end = time.Trim();
        return
            serial.Length > 0
            && DateTimeOffset.TryParseExact(
                end,
                "MMM d HH:mm:ss yyyy 'GMT'",
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowInnerWhite,
                out var until
            )
            ? new(listener, serial, until)
            : null;
    }
}
