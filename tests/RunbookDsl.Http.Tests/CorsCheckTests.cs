namespace RunbookDsl.Http.Tests;

[CancelAfter(30_000)]
internal sealed class CorsCheckTests
{
    private const string App = "https://app.example";

    [TestCase("Access-Control-Allow-Origin: *\r\n", true, "Access-Control-Allow-Origin: *")]
    [TestCase(
        "Access-Control-Allow-Origin: https://app.example\r\n",
        true,
        "Access-Control-Allow-Origin: https://app.example"
    )]
    [TestCase(
        "Access-Control-Allow-Origin: https://www.example\r\n",
        false,
        "Access-Control-Allow-Origin: https://www.example: expected https://app.example or *"
    )]
    [TestCase("", false, "no Access-Control-Allow-Origin: it has no Access-Control-Allow-Origin")]
    public async Task Cors_Plain_IsJudgedAsABrowserDoes(string headers, bool passes, string seen)
    {
        await using var site = new Site(_ => Site.Page(200, "font", headers));
        var url = Url(site);
        Assert.That(
            await Run(Http.Cors(url, App)),
            Is.EqualTo(new Verdict(passes, $"GET {url} from {App} was answered 200, {seen}"))
        );
        Assert.That(site.Requests.Single(), Does.Contain($"\r\nOrigin: {App}\r\n"));
        Assert.That((await Run(Http.Cors(url, App).Refused())).Passed, Is.Not.EqualTo(passes));
    }

    [Test]
    public async Task Preflight_EverythingThatIsWrong_IsTold()
    {
        await using var site = new Site(_ =>
            Site.Page(403, "", "Access-Control-Allow-Origin: *\r\nAccess-Control-Allow-Methods: GET, put\r\n")
        );
        var check = Http.Cors(Url(site), App).WithCredentials().Preflight("delete", "X-Token", "Accept");
        Assert.That(
            await Run(check),
            Is.EqualTo(
                Verdict.Fail(
                    $"OPTIONS {Url(site)} from {App} was answered 403, Access-Control-Allow-Origin: *: "
                        + "a browser wants 2xx, expected https://app.example, it has no "
                        + "Access-Control-Allow-Credentials: true, Access-Control-Allow-Methods does not name "
                        + "DELETE, Access-Control-Allow-Headers does not name X-Token, "
                        + "Access-Control-Allow-Headers does not name Accept"
                )
            )
        );
        Assert.That(
            site.Requests.Single(),
            Does.Contain("\r\nAccess-Control-Request-Method: DELETE\r\n")
                .And.Contain("\r\nAccess-Control-Request-Headers: accept,x-token\r\n")
        );
        Assert.That(
            check.Description,
            Is.EqualTo($"check that {Url(site)} lets {App} send DELETE with cookies")
        );
    }

    [Test]
    public void Cors_OriginWithPath_IsRefused() =>
        Assert.That(
            () => Http.Cors("https://shop.example/font", "https://app.example/page"),
            Throws.ArgumentException.With.Message.EqualTo(
                "'https://app.example/page' is no origin: write https://app.example."
            )
        );

    private static Task<Verdict> Run(CorsCheck check) => check.RunAsync(new Visitor(), default);

    private static string Url(Site site) => $"http://127.0.0.1:{site.Port}/";
}
