using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace RunbookDsl.Testing;

/// <summary>A key of its own, in the forms that OpenSSH reads.</summary>
/// <param name="Private">PEM.</param>
/// <param name="Public">Type and Base64, as in known_hosts.</param>
/// <param name="Fingerprint"><c>SHA256:…</c>, as in OpenSSH's messages.</param>
internal sealed record SshKeyPair(string Private, string Public, string Fingerprint)
{
    private const string Kind = "ecdsa-sha2-nistp256";

    public static SshKeyPair New()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var point = key.ExportParameters(false).Q;
        byte[] blob =
        [
            .. Field(Encoding.ASCII.GetBytes(Kind)),
            .. Field("nistp256"u8.ToArray()),
            .. Field([4, .. point.X!, .. point.Y!]),
        ];
        var print = Convert.ToBase64String(SHA256.HashData(blob)).TrimEnd('=');
        return new(
            key.ExportECPrivateKeyPem() + "\n",
            $"{Kind} {Convert.ToBase64String(blob)}",
            $"SHA256:{print}"
        );
    }

    private static byte[] Field(byte[] bytes)
    {
        var field = new byte[4 + bytes.Length];
        BinaryPrimitives.WriteInt32BigEndian(field, bytes.Length);
        bytes.CopyTo(field, 4);
        return field;
    }
}
