using System.Buffers.Binary;
using System.Security.Cryptography;

namespace RunbookDsl.Testing.Apis;

/// <summary>The checksum that S3 wants with every configuration.</summary>
internal static class BodyChecksum
{
    private const uint Crc32Polynomial = 0xEDB88320;
    private const uint Crc32CPolynomial = 0x82F63B78;

    /// <summary>Refuses a body without a checksum, or with a wrong one.</summary>
    public static void Check(ApiRequest request)
    {
        var given = 0;
        foreach (var (name, hash) in Known)
            if (request.Header(name) is { } value)
            {
                given++;
                if (value != Convert.ToBase64String(hash(request.Body)))
                    throw new AwsErrorException(
                        400,
                        "BadDigest",
                        name == "content-md5"
                            ? "The Content-MD5 you specified did not match what we received."
                            : $"The {name["x-amz-checksum-".Length..].ToUpperInvariant()} you specified did not "
                                + "match the calculated checksum."
                    );
            }
        if (given == 0)
            throw new AwsErrorException(
                400,
                "InvalidRequest",
                "Missing required header for this request: Content-MD5 OR x-amz-checksum-*"
            );
    }

    private static IEnumerable<(string Header, Func<byte[], byte[]> Hash)> Known =>
        [
            ("content-md5", Md5),
            ("x-amz-checksum-crc32", body => Crc(body, Crc32Polynomial)),
            ("x-amz-checksum-crc32c", body => Crc(body, Crc32CPolynomial)),
            ("x-amz-checksum-sha1", Sha1),
            ("x-amz-checksum-sha256", SHA256.HashData),
        ];

#pragma warning disable CA5350, CA5351 // The wire says which; it guards against accidents only.
    private static byte[] Md5(byte[] body) => MD5.HashData(body);

    private static byte[] Sha1(byte[] body) => SHA1.HashData(body);
#pragma warning restore CA5350, CA5351

    private static byte[] Crc(byte[] body, uint polynomial)
    {
        var rest = uint.MaxValue;
        foreach (var b in body)
        {
            rest ^= b;
            for (var bit = 0; bit < 8; bit++)
                rest = (rest & 1) == 0 ? rest >> 1 : (rest >> 1) ^ polynomial;
        }
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, ~rest);
        return bytes;
    }
}
