using System.Security.Cryptography;
using System.Text;
using static RunbookDsl.Testing.Apis.Tests.Aws.AwsWorlds;

namespace RunbookDsl.Testing.Apis.Tests.Aws;

/// <summary>Rules of buckets for pages of other origins.</summary>
internal sealed class BucketTests
{
    private const string Rule =
        "<CORSConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><CORSRule>"
        + "<AllowedOrigin>https://a.example</AllowedOrigin><AllowedMethod>GET</AllowedMethod>"
        + "<AllowedHeader>*</AllowedHeader><MaxAgeSeconds>3000</MaxAgeSeconds></CORSRule></CORSConfiguration>";

    private AwsRig _rig = null!;

    [SetUp]
    public async Task SetUp() => _rig = await AwsRig.StartAsync(Shop);

    [TearDown]
    public async Task TearDown() => await _rig.DisposeAsync();

    [Test]
    public async Task PutGetDelete_ReplacesTheWholeAndGivesItBack()
    {
        Assert.That(await Put("other", Rule), Is.EqualTo("200 "));
        Assert.That(
            await Send(_rig.Bucket("GET", "/other?cors")),
            Is.EqualTo($"200 <?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{Rule}")
        );
        Assert.That(
            _rig.State["bucket other"],
            Is.EqualTo("CORS GET from https://a.example headers * for 3000 s")
        );
        Assert.That(await Put("other", Rule), Is.EqualTo("200 "));
        Assert.That(await Send(_rig.Bucket("DELETE", "/other?cors")), Is.EqualTo("204 "));
        Assert.That(await Send(_rig.Bucket("DELETE", "/other?cors")), Is.EqualTo("204 "));
        Assert.That(_rig.State["bucket other"], Is.EqualTo("no CORS"));
        Assert.That(
            _rig.Stage.Log.Events.Select(e => $"{e.Call.Text} {e.IsApplied}"),
            Is.EqualTo(
                new[]
                {
                    "s3 PutBucketCors other True",
                    "s3 GetBucketCors other False",
                    "s3 PutBucketCors other False",
                    "s3 DeleteBucketCors other True",
                    "s3 DeleteBucketCors other False",
                }
            )
        );
    }

    [TestCase("crc32", "x-amz-checksum-crc32", "6lJ4Sg==")]
    public async Task Checksum_WrongOne_IsRefused(string kind, string header, string value) =>
        Assert.That(
            await Send(_rig.Bucket("PUT", "/other?cors", Rule, (header, value))),
            Does.Contain(
                $"<Code>BadDigest</Code><Message>The {kind.ToUpperInvariant()} you specified did not match"
            )
        );

    [Test]
    public async Task Checksum_EachKindWillDo_AndNoneWillNot()
    {
        var body = Encoding.UTF8.GetBytes(Rule);
        // CRC-32 as zlib computes it: the check value of the algorithm is CBF43926 for 123456789.
        Assert.That(
            await Send(_rig.Bucket("PUT", "/other?cors", "123456789", ("x-amz-checksum-crc32", "y/Q5Jg=="))),
            Does.Contain("MalformedXML"),
            "the sum is right, the document is not"
        );
        Assert.That(
            await Send(_rig.Bucket("PUT", "/other?cors", "123456789", ("x-amz-checksum-crc32c", "4waSgw=="))),
            Does.Contain("MalformedXML")
        );
        Assert.That(
            await Send(
                _rig.Bucket(
                    "PUT",
                    "/other?cors",
                    Rule,
                    ("x-amz-checksum-sha256", Convert.ToBase64String(SHA256.HashData(body)))
                )
            ),
            Is.EqualTo("200 ")
        );
        Assert.That(
            await Send(_rig.Bucket("PUT", "/other?cors", Rule)),
            Does.Contain(
                "<Code>InvalidRequest</Code><Message>Missing required header for this request: Content-MD5 OR "
                    + "x-amz-checksum-*</Message>"
            )
        );
    }

    [TestCase("<CORSConfiguration/>", "MalformedXML")]
    [TestCase("<CORSConfiguration", "MalformedXML")]
    [TestCase("<!DOCTYPE a []><CORSConfiguration/>", "MalformedXML")]
    [TestCase(
        "<CORSConfiguration><CORSRule><AllowedMethod>GET</AllowedMethod></CORSRule></CORSConfiguration>",
        "MalformedXML"
    )]
    [TestCase(
        "<CORSConfiguration><CORSRule><AllowedOrigin>*</AllowedOrigin><AllowedMethod>PATCH</AllowedMethod></CORSRule>"
            + "</CORSConfiguration>",
        "InvalidRequest"
    )]
    public async Task Put_WrongDocument_IsRefused(string document, string code)
    {
        Assert.That(await Put("other", document), Does.StartWith("400 ").And.Contain($"<Code>{code}</Code>"));
        Assert.That(_rig.State["bucket other"], Is.EqualTo("CORS GET from https://*.example.com"));
    }

    [TestCase("/assets?cors", "404 NoSuchCORSConfiguration: The CORS configuration does not exist")]
    [TestCase("/none?cors", "404 NoSuchBucket: The specified bucket does not exist")]
    [TestCase("/assets?acl", "501 NotImplemented: aws does not know GET /assets?acl")]
    public async Task Get_WhatIsNotThere_IsRefused(string target, string error)
    {
        var answer = (await _rig.SendAsync(_rig.Bucket("GET", target)))!;
        var body = AwsRig.Plain(answer);
        Assert.That(
            $"{answer.Status} {body.Element("Code")!.Value}: {body.Element("Message")!.Value}",
            Does.StartWith(error)
        );
        Assert.That(answer.Headers["x-amz-request-id"], Is.EqualTo(body.Element("RequestId")!.Value));
    }

    [Test]
    public async Task Preflight_UnsignedFromAnAllowedOrigin_IsAnsweredByTheRule()
    {
        var allowed = (await _rig.SendAsync(Browser("OPTIONS", "/other/a", "https://x.example.com", "GET")))!;
        Assert.That(allowed.Status, Is.EqualTo(200));
        Assert.That(allowed.Headers["Access-Control-Allow-Origin"], Is.EqualTo("https://x.example.com"));
        var refused = (await _rig.SendAsync(Browser("OPTIONS", "/other/a", "https://x.example.org", "GET")))!;
        Assert.That(
            (refused.Status, AwsRig.Plain(refused).Element("Code")!.Value),
            Is.EqualTo((403, "AccessForbidden"))
        );
    }

    [Test]
    public async Task Object_ReadByABrowser_ShowsTheHeaderOnceTheRuleIsThere()
    {
        var font = Browser("GET", "/assets/fonts/a.woff2", "https://a.example", null);
        Assert.That(
            (await _rig.SendAsync(font))!.Headers.ContainsKey("Access-Control-Allow-Origin"),
            Is.False
        );
        await Put("assets", Rule);
        var answer = (await _rig.SendAsync(font))!;
        Assert.That(Encoding.UTF8.GetString(answer.Body), Is.EqualTo("a font"));
        Assert.That(answer.Headers["Access-Control-Allow-Origin"], Is.EqualTo("https://a.example"));
        Assert.That(_rig.Found, Is.Empty);
    }

    private Task<string> Put(string bucket, string document)
    {
#pragma warning disable CA5351 // Older clients send it.
        var sum = Convert.ToBase64String(MD5.HashData(Encoding.UTF8.GetBytes(document)));
#pragma warning restore CA5351
        return Send(_rig.Bucket("PUT", $"/{bucket}?cors", document, ("content-md5", sum)));
    }

    private async Task<string> Send(ApiRequest request)
    {
        var answer = (await _rig.SendAsync(request))!;
        return $"{answer.Status} {Encoding.UTF8.GetString(answer.Body)}";
    }

    private static ApiRequest Browser(string method, string target, string origin, string? wanted)
    {
        var headers = new Dictionary<string, string> { ["host"] = "127.0.0.1:1", ["origin"] = origin };
        if (wanted is not null)
            headers["access-control-request-method"] = wanted;
        return AwsRig.Open(method, target, "", headers);
    }
}
