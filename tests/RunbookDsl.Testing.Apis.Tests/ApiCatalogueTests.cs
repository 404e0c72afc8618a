namespace RunbookDsl.Testing.Apis.Tests;

internal sealed class ApiCatalogueTests
{
    [Test]
    public void All_Operations_AreNamedOnceAndMarked()
    {
        var all = ApiCatalogue.All();
        Assert.That(
            all.Select(o => o.Provider).Distinct(),
            Is.EqualTo(
                new[]
                {
                    "AWS",
                    "Cloudflare",
                    "Heroku",
                    "Intercom",
                    "New Relic",
                    "Site",
                    "Slack",
                    "Statuspage",
                }
            )
        );
        Assert.That(all.Select(o => o.Evidence), Is.All.AnyOf('R', 'S', 'D', 'K'));
        Assert.That(all.Select(o => $"{o.Provider} {o.Method} {o.Pattern} {o.Operation}"), Is.Unique);
        Assert.That(
            all.Single(o => o.Operation == "dns.patch").ToString(),
            Is.EqualTo(
                "ApiOperation { Provider = Cloudflare, Method = PATCH, Pattern = "
                    + "/client/v4/zones/{zone}/dns_records/{record}, Operation = dns.patch, "
                    + "IsChange = True, Evidence = S }"
            )
        );
        Assert.That(
            all.Where(o => o.Operation == "ec2.StopInstances").Select(o => $"{o.Method} {o.Pattern}"),
            Is.EqualTo(new[] { "POST / Action=StopInstances" })
        );
    }
}
