using System.Security.Cryptography;
using System.Text;

namespace RunbookDsl.Journal.Tests;

public sealed class Sha256Tests
{
    [TestCase("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [TestCase("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    [TestCase(
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    )]
    public void Hash_OfTheStandardsExamples_IsTheirs(string text, string expected) =>
        Assert.That(Hex(Encoding.ASCII.GetBytes(text)), Is.EqualTo(expected));

    [Test]
    public void Hash_OfAMillionLettersA_IsTheStandards() =>
        Assert.That(
            Hex(Enumerable.Repeat((byte)'a', 1_000_000).ToArray()),
            Is.EqualTo("cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
        );

    [Test]
    public void Hash_OfEveryLengthUpToTwentyBlocks_IsTheFrameworks()
    {
        var random = new Random(42);
        for (var length = 0; length <= 1280; length++)
        {
            var bytes = new byte[length];
            random.NextBytes(bytes);
            Assert.That(
                Hex(bytes),
                Is.EqualTo(Convert.ToHexStringLower(SHA256.HashData(bytes))),
                $"length {length}"
            );
        }
    }

    [Test]
    public void Hash_OfMuch_IsTheSameByEitherWay()
    {
        var bytes = new byte[3000];
        new Random(7).NextBytes(bytes);
        var (own, framework) = (new byte[ContentHash.Size], new byte[ContentHash.Size]);
        ContentHash.Sha256(bytes, own, ContentHash.WorthTheFramework - 1);
        ContentHash.Sha256(bytes, framework, ContentHash.WorthTheFramework);
        Assert.That(own, Is.EqualTo(framework));
    }

    [Test]
    public void ChainHash_IsTheFirstHalfInBase64Url()
    {
        Span<byte> hash = stackalloc byte[ChainHash.Length];
        ChainHash.Compute("abc"u8, hash);
        var expected = System.Buffers.Text.Base64Url.EncodeToString(SHA256.HashData("abc"u8).AsSpan(0, 16));
        Assert.That(Encoding.ASCII.GetString(hash), Is.EqualTo(expected));
    }

    private static string Hex(byte[] data)
    {
        var digest = new byte[ContentHash.Size];
        ContentHash.Sha256(data, digest);
        return Convert.ToHexStringLower(digest);
    }
}
