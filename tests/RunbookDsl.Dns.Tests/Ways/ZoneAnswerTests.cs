namespace RunbookDsl.Dns.Tests.Ways;

/// <summary>What every way to a zone makes of answers that the provider's fake never gives.</summary>
[CancelAfter(120_000)]
[TestFixtureSource(typeof(AllWays), nameof(AllWays.All))]
internal sealed class ZoneAnswerTests(ZonesWay way)
{
    private static readonly RecordWrite[] Every =
    [
        new(EditKind.Add)
        {
            Type = "A",
            Name = "new.shop.example",
            Content = "192.0.2.3",
        },
        new(EditKind.Set) { Id = RawZone.Id, Content = "192.0.2.9" },
        new(EditKind.Remove) { Id = RawZone.Id },
    ];

    [TestCase("{}", "no JSON")]
    [TestCase("", "no JSON")]
    [TestCase("<html>fine</html>", "no JSON")]
    [TestCase("{\"success\":\"true\",\"result\":[]}", "no JSON")]
    [TestCase("{\"success\":false,\"errors\":[{\"code\":7,\"message\":\"no\"}]}", "no (7)")]
    public async Task A_status_of_200_alone_says_nothing(string body, string why)
    {
        await using var zone = new RawZone(way, _ => RawZone.Page(body));
        var message = $"Cloudflare answered 200 and did not say that it was done: {why}";
        Assert.That(
            () => zone.Records.ListAsync(null, default),
            Throws.TypeOf<OperationFailedException>().With.Message.EqualTo(message)
        );
        foreach (var writes in Every.Select(w => new[] { w }).Append(Every))
            Assert.That(
                () => zone.Records.WriteAsync(writes, default),
                Throws.TypeOf<OutcomeUnknownException>().With.Message.EqualTo(message)
            );
    }

    [Test]
    public async Task Whatever_a_change_says_besides_that_it_is_done_is_no_error()
    {
        await using var zone = new RawZone(way, _ => RawZone.Page("{\"success\":true,\"result\":7}"));
        foreach (var writes in Every.Select(w => new[] { w }).Append(Every))
            await zone.Records.WriteAsync(writes, default);
        Assert.That(zone.Requests.Count(), Is.EqualTo(5));
    }

    [Test]
    public async Task A_type_that_nobody_knows_yet_is_told_as_it_is()
    {
        await using var zone = new RawZone(
            way,
            _ =>
                RawZone.Page(
                    $$"""
                    {"success":true,"result_info":{"page":1},"result":[
                      {"id":"{{RawZone.Id}}","type":"HTTPS","name":"Shop.example","content":"1 . alpn=\"h3\"",
                        "ttl":1,"priority":1,"data":{"priority":1,"target":"."},"tags":["a:b"],
                        "proxied":false,"locked":"?"},
                      {"id":"{{RawZone.Id}}","type":"WALLET","name":"x.shop.example","content":"y","ttl":7.5,
                        "proxied":"yes","comment":5,"modified_on":"yesterday","created_on":{},"meta":[[]]},
                      {"id":"{{RawZone.Id}}","type":"A","name":"z.shop.example","content":"192.0.2.1",
                        "ttl":60,"proxied":null,"modified_on":"2026-12-05T07:00:00.123456+01:00"}]}
                    """
                )
        );
        var records = await zone.Records.ListAsync(null, default);
        Assert.That(
            records.Select(r => $"{r.Type} {r.Name} {r.Values} {r.Modified?.UtcDateTime:O}".Trim()),
            Is.EqualTo(
                new[]
                {
                    "HTTPS shop.example 1 . alpn=\"h3\" ttl auto",
                    "WALLET x.shop.example y ttl auto",
                    "A z.shop.example 192.0.2.1 ttl 60 2026-12-05T06:00:00.1234560Z",
                }
            )
        );
    }

    [TestCase("{\"type\":\"A\",\"name\":\"a\",\"content\":\"b\"}")]
    [TestCase("{\"id\":\"../../zones\",\"type\":\"A\",\"name\":\"a\",\"content\":\"b\"}")]
    [TestCase("{\"id\":\"0123456789abcdef0123456789abcdef\",\"name\":\"a\",\"content\":\"b\"}")]
    [TestCase("{\"id\":\"0123456789abcdef0123456789abcdef\",\"type\":\"A\",\"name\":\"a\",\"content\":{}}")]
    [TestCase("null")]
    [TestCase("7")]
    public async Task A_record_that_is_told_in_another_way_is_refused(string record)
    {
        await using var zone = new RawZone(
            way,
            _ => RawZone.Page($$"""{"success":true,"result":[{{record}}]}""")
        );
        Assert.That(
            () => zone.Records.ListAsync(null, default),
            Throws
                .TypeOf<OperationFailedException>()
                .With.Message.EqualTo(
                    "Cloudflare: a record of shop.example is told in a way that is not known"
                )
        );
    }

    [TestCase("null")]
    [TestCase("{}")]
    [TestCase("\"none\"")]
    public async Task A_list_that_is_none_is_empty(string result)
    {
        await using var zone = new RawZone(
            way,
            _ => RawZone.Page($$"""{"success":true,"result":{{result}},"result_info":[]}""")
        );
        Assert.That(await zone.Records.ListAsync(null, default), Is.Empty);
    }

    [Test]
    public async Task The_token_stands_in_its_header_alone()
    {
        await using var zone = new RawZone(way, _ => RawZone.Page("{\"success\":true}"));
        await zone.Records.ListAsync("www.shop.example", default);
        foreach (var writes in Every.Select(w => new[] { w }).Append(Every))
            await zone.Records.WriteAsync(writes, default);
        Assert.That(zone.Requests.Count(), Is.EqualTo(6));
        foreach (var head in zone.Requests)
        {
            Assert.That(
                head.Split("\r\n").Where(l => l.Contains("value-of-CF_TOKEN")),
                Is.EqualTo(new[] { "Authorization: Bearer value-of-CF_TOKEN" })
            );
            Assert.That(head, Does.Not.Contain("dns_records/?"));
        }
    }

    [TestCase("other.example", true)]
    [TestCase("api.cloudflare.com", false)]
    public async Task A_certificate_that_is_not_the_providers_gets_no_request(string name, bool isTrusted)
    {
        await using var zone = new RawZone(way, _ => RawZone.Page("{}"), name, isTrusted);
        foreach (
            var work in (Func<Task>[])
                [() => zone.Records.ListAsync(null, default), () => zone.Records.WriteAsync(Every, default)]
        )
        {
            var error = Assert.ThrowsAsync<OperationFailedException>(() => work())!;
            Assert.That(
                error.Message,
                Does.StartWith("Cloudflare: GET /zones could not be sent: The remote certificate is invalid")
            );
            Assert.That($"{error}", Does.Not.Contain("value-of-CF_TOKEN"));
        }
        Assert.That(zone.Requests, Is.Empty);
    }

    [Test]
    public async Task Nobody_there_is_no_doubt()
    {
        var zone = new RawZone(way, _ => RawZone.Page("{\"success\":true}"));
        await zone.Records.ListAsync(null, default);
        await zone.DisposeAsync();
        var error = Assert.ThrowsAsync<OperationFailedException>(() =>
            zone.Records.WriteAsync(Every, default)
        )!;
        Assert.That(
            (error.Message, error.Retryable),
            Is.EqualTo(
                (
                    $"Cloudflare: POST /zones/{RawZone.Id}/dns_records/batch could not be sent: "
                        + "Connection refused (tried 3 times)",
                    true
                )
            )
        );
    }

    [Test]
    public async Task A_redirection_is_not_followed()
    {
        await using var zone = new RawZone(
            way,
            _ => Site.Page(302, "", "Location: https://elsewhere.example/\r\n")
        );
        Assert.That(
            () => zone.Records.WriteAsync(Every, default),
            Throws
                .TypeOf<OperationFailedException>()
                .With.Message.EqualTo(
                    $"Cloudflare: POST /zones/{RawZone.Id}/dns_records/batch was answered 302"
                )
        );
        Assert.That(zone.Visitor.Connected, Is.All.EqualTo("api.cloudflare.com:443"));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Who_is_cancelled_ends_at_once(bool isChange)
    {
        using var stop = new CancellationTokenSource();
        await using var zone = new RawZone(
            way,
            _ =>
            {
                // The answer is on its way, and never comes whole.
                stop.CancelAfter(TimeSpan.Zero);
                return "HTTP/1.1 200 OK\r\n\0";
            }
        );
        var work = isChange
            ? zone.Records.WriteAsync(Every, stop.Token)
            : zone.Records.ListAsync(null, stop.Token);
        var error = Assert.CatchAsync<OperationCanceledException>(() => work)!;
        Assert.That($"{error}", Does.Not.Contain("value-of-CF_TOKEN"));
        Assert.That(zone.Requests.Count(), Is.EqualTo(2));
    }
}
