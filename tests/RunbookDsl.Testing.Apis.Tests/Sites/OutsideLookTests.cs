using RunbookDsl.Http;
using static RunbookDsl.Testing.Apis.WebVerbs;
using Web = RunbookDsl.Http.Http;

namespace RunbookDsl.Testing.Apis.Tests.Sites;

/// <summary>Certificates and what browsers may do, as a rehearsed runbook sees them.</summary>
[CancelAfter(30_000)]
internal sealed class OutsideLookTests
{
    private static void File() =>
        Site("shop.example")
            .On("192.0.2.1")
            .Page("/font", 200, "font")
            .Header("Access-Control-Allow-Origin", "https://app.example");

    [Test]
    public async Task Certificates_of_a_world_hold()
    {
        await using var world = await Worlds.StartAsync(File);
        var check = Tls.AssertCertificate("shop.example").DaysLeft(30);
        Assert.That(
            await check.RunAsync(new StepInWorld(world), default),
            Is.EqualTo(
                Verdict.Pass(
                    "shop.example at 192.0.2.1:443 shows a certificate for shop.example, 88 days left"
                )
            )
        );
        Assert.That(
            (await check.For("pay.example").RunAsync(new StepInWorld(world), default)).Evidence,
            Does.EndWith(", 88 days left: it is not for pay.example")
        );
        Assert.That(world.Stage.Found, Is.Empty);
    }

    [Test]
    public async Task Scripts_of_other_sites_are_judged()
    {
        await using var world = await Worlds.StartAsync(File);
        Task<Verdict> Look(CorsCheck check) => check.RunAsync(new StepInWorld(world), default);
        Assert.That((await Look(Web.Cors("https://shop.example/font", "https://app.example"))).Passed);
        Assert.That(
            await Look(Web.Cors("https://shop.example/font", "https://evil.example").Refused()),
            Is.EqualTo(
                Verdict.Pass(
                    "GET https://shop.example/font from https://evil.example was answered 200, "
                        + "Access-Control-Allow-Origin: https://app.example: expected https://evil.example or *"
                )
            )
        );
    }
}
