namespace RunbookDsl.Http.Tests;

[CancelAfter(30_000)]
internal sealed class CertificateCheckTests
{
    private readonly Visitor _visitor = new();

    [Test]
    public async Task Certificate_EverythingThatIsWrong_IsTold()
    {
        await using var site = new Site(_ => "", certificateFor: "shop.example");
        _visitor.Hosts["203.0.113.7"] = site.Port;
        var verdict = await Tls.AssertCertificate("www.shop.example")
            .Via("203.0.113.7")
            .For("shop.example")
            .For("pay.shop.example")
            .RunAsync(_visitor, default);
        Assert.That(
            verdict,
            Is.EqualTo(
                Verdict.Fail(
                    $"www.shop.example at 127.0.0.1:{site.Port} shows a certificate for shop.example, 0 days "
                        + "left: it is not for www.shop.example, it is not for pay.shop.example, "
                        + "self-signed certificate, expected at least 14 days"
                )
            )
        );
        Assert.That(site.ServerNames, Is.EqualTo(new[] { "www.shop.example" }));
        Assert.That(_visitor.Connected, Is.EqualTo(new[] { "203.0.113.7:443" }));
    }

    [Test]
    public async Task Certificate_Trusted_Passes()
    {
        await using var site = new Site(_ => "", certificateFor: "shop.example");
        _visitor.Hosts["shop.example"] = site.Port;
        _visitor.Trust = site.Certificate;
        var check = Tls.AssertCertificate("Shop.Example").DaysLeft(0);
        Assert.That(
            await check.RunAsync(_visitor, default),
            Is.EqualTo(
                Verdict.Pass(
                    $"shop.example at 127.0.0.1:{site.Port} shows a certificate for shop.example, 0 days left"
                )
            )
        );
        Assert.That(
            check.Description,
            Is.EqualTo("check that shop.example shows a valid certificate with 0 days left")
        );
    }

    [Test]
    public async Task Certificate_NobodyThere_SaysSo()
    {
        var site = new Site(_ => "");
        _visitor.Hosts["shop.example"] = site.Port;
        await site.DisposeAsync();
        Assert.That(
            await Tls.AssertCertificate("shop.example").RunAsync(_visitor, default),
            Is.EqualTo(Verdict.Fail("shop.example at shop.example: Connection refused"))
        );
    }

    [Test]
    public void Certificate_OfAnAddress_IsRefused() =>
        Assert.That(
            () => Tls.AssertCertificate("203.0.113.7"),
            Throws.ArgumentException.With.Message.EqualTo(
                "'203.0.113.7' port 443 is no name of a host with a port."
            )
        );
}
