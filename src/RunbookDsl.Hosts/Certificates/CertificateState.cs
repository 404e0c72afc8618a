namespace RunbookDsl.Hosts;

/// <summary>A certificate as one listener shows it.</summary>
/// <param name="Listener">Address and port.</param>
/// <param name="Serial">Its serial number, hexadecimal.</param>
/// <param name="ValidUntil">When it ends, UTC.</param>
public sealed record CertificateState(string Listener, string Serial, DateTimeOffset ValidUntil)
{
    /// <summary><c>127.0.0.1:443 shows 04AB… until 2027-03-05</c>.</summary>
    public override string ToString() => $"{Listener} shows {Serial} until {ValidUntil:yyyy-MM-dd HH:mm}Z";
}
