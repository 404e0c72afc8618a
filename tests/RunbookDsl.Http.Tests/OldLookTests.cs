using System.Diagnostics;

namespace RunbookDsl.Http.Tests;

/// <summary>
/// <c>curl -I https://site</c> and a look at an address, as the documents have it: what they miss, and what
/// our own see.
/// </summary>
[CancelAfter(60_000)]
internal sealed class OldLookTests
{
    private readonly Visitor _visitor = new();

    [Test]
    public async Task Curl_of_a_site_that_is_away_ends_with_0(CancellationToken stop)
    {
        await using var site = new Site(_ => Site.Page(503, "Sorry"));

        Assert.That(await CurlAsync(stop, "-I", $"http://127.0.0.1:{site.Port}/"), Is.Zero);
        Assert.That(site.Requests.Single(), Does.StartWith("HEAD "), "it did not even ask for the page");

        var ours = await LookAsync(Http.Get($"http://127.0.0.1:{site.Port}/"), stop);
        Assert.That(ours.Passed, Is.False);
        Assert.That(ours.Evidence, Does.Contain("answered 503"));
    }

    [Test]
    public async Task A_page_of_somebody_else_is_200_all_the_same(CancellationToken stop)
    {
        await using var site = new Site(_ => Site.Page(200, "<title>This domain is parked</title>"));
        var url = $"http://127.0.0.1:{site.Port}/";

        Assert.That(await CurlAsync(stop, "-I", "--fail", url), Is.Zero);

        var ours = await LookAsync(Http.Get(url).Contains("Shop"), stop);
        Assert.That(ours.Passed, Is.False);
        Assert.That(ours.Evidence, Does.Contain("\"Shop\""));
    }

    [Test]
    public async Task An_address_alone_is_not_the_site_and_ours_is(CancellationToken stop)
    {
        await using var site = new Site(
            head => Site.Page(head.Contains("Host: shop.example\r\n") ? 200 : 404, "shop"),
            certificateFor: "shop.example"
        );
        _visitor.Hosts["203.0.113.7"] = site.Port;
        _visitor.Trust = site.Certificate;

        const int CannotVerify = 60;
        var old = await CurlAsync(stop, $"https://127.0.0.1:{site.Port}/");
        Assert.That(old, Is.EqualTo(CannotVerify));
        Assert.That(await CurlAsync(stop, "-k", "--fail", $"https://127.0.0.1:{site.Port}/"), Is.EqualTo(22));

        var ours = await LookAsync(
            Http.Get("https://shop.example/").Via("203.0.113.7").Contains("shop"),
            stop
        );
        Assert.That(ours.Passed, ours.Evidence);
    }

    private Task<Verdict> LookAsync(HttpCheck check, CancellationToken stop) =>
        check.RunAsync(_visitor, stop);

    private static async Task<int> CurlAsync(CancellationToken stop, params string[] arguments)
    {
        var start = new ProcessStartInfo("curl", ["--disable", "--silent", "--max-time", "20", .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["NO_PROXY"] = "*";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(stop);
        var errors = process.StandardError.ReadToEndAsync(stop);
        await process.WaitForExitAsync(stop);
        await Task.WhenAll(output, errors);
        return process.ExitCode;
    }
}
