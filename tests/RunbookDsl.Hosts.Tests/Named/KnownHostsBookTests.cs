using RunbookDsl.Hosts.SshNet;

namespace RunbookDsl.Hosts.Tests.Named;

internal sealed class KnownHostsBookTests
{
    private static readonly byte[] One = [1, 2, 3];
    private static readonly byte[] Two = [4, 5, 6];
    private string _file = "";

    [SetUp]
    public void SetUp() => _file = Path.GetTempFileName();

    [TearDown]
    public void TearDown() => File.Delete(_file);

    [TestCase("web-1 T AQID", "web-1", null)]
    [TestCase("web-1 T AQID", "WEB-1", null)]
    [TestCase("web-?.example,10.0.*.1 T AQID", "web-2.example", null)]
    [TestCase("web-?.example,10.0.*.1 T AQID", "10.0.3.1", null)]
    [TestCase("10.0.*.1 T AQID", "10.0.3.2", "no key of 10.0.3.2 is known")]
    [TestCase("*,!web-1 T AQID", "web-1", "no key of web-1 is known")]
    [TestCase("!web-1,* T AQID", "web-1", "no key of web-1 is known")]
    [TestCase("[web-1]:2222 T AQID", "[web-1]:2222", null)]
    [TestCase("[web-1]:2222 T AQID", "web-1", "no key of web-1 is known")]
    [TestCase("web-1 T BAUG", "web-1", "the T key of web-1 is not the one that is known")]
    [TestCase("web-1 T BAUG\nweb-1 T AQID", "web-1", null)]
    [TestCase("web-1 T AQID\n@revoked * T AQID", "web-1", "the T key of web-1 is revoked")]
    [TestCase("@cert-authority * T AQID", "web-1", "no key of web-1 is known")]
    [TestCase("# web-1 T AQID\n\nweb-1\nweb-1 T\nweb-1 T ?", "web-1", "no key of web-1 is known")]
    [TestCase("|1|x|y T AQID\n|1| T AQID", "web-1", "no key of web-1 is known")]
    public void Refusal_SaysWhyAKeyIsNotTrusted(string lines, string name, string? why)
    {
        File.WriteAllText(_file, lines);
        var book = KnownHostsBook.Read([_file, "/no/such/file"]);
        Assert.That(book.Refusal(name, "T", One), Is.EqualTo(why));
        Assert.That(
            book.Refusal(name, "T", Two) is null,
            Is.EqualTo(lines.Contains($"{name} T BAUG", StringComparison.Ordinal))
        );
    }

    [Test]
    public void Read_OfAHugeFile_IsRefused()
    {
        using (var file = File.OpenWrite(_file))
            file.SetLength(16 * 1024 * 1024 + 1);
        Assert.That(
            () => KnownHostsBook.Read([_file]),
            Throws
                .TypeOf<IOException>()
                .With.Message.EqualTo($"{_file} is too large for a file of known hosts")
        );
    }
}
