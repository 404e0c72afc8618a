namespace RunbookDsl.Dns.Tests.Ways;

/// <summary>What every way to a zone does there, and what it says when it does not.</summary>
[CancelAfter(120_000)]
[TestFixtureSource(typeof(AllWays), nameof(AllWays.All))]
internal sealed class ZoneWriteTests(ZonesWay way)
{
    private const string Www = "www.shop.example A 192.0.2.1: ttl 300";
    private const string Api = "api.shop.example CNAME www.shop.example: ttl auto proxied";
    private ZoneStand _stand = null!;

    [TearDown]
    public async Task TearDown() => await _stand.DisposeAsync();

    [Test]
    public async Task A_record_is_made_changed_and_taken_away()
    {
        await SetUpAsync();
        await WriteAsync(New("AAAA", "new", "2001:db8::1", ttl: 60));
        await WriteAsync(New("TXT", "new", "\"moved\" — 2026-12-05T06:00:00Z"));
        await WriteAsync(New("CNAME", "page", "shop.pages.dev", isProxied: true));
        Assert.That(
            await _stand.LinesAsync(),
            Is.EquivalentTo(
                new[]
                {
                    Www,
                    Api,
                    "new.shop.example AAAA 2001:db8::1: ttl 60",
                    "new.shop.example TXT \"moved\" — 2026-12-05T06:00:00Z: ttl auto",
                    "page.shop.example CNAME shop.pages.dev: ttl auto proxied",
                }
            )
        );
        await WriteAsync(new RecordWrite(EditKind.Set) { Id = await IdAsync("new", "AAAA"), Ttl = 120 });
        await WriteAsync(new RecordWrite(EditKind.Remove) { Id = await IdAsync("new", "TXT") });
        await WriteAsync(
            new RecordWrite(EditKind.Set)
            {
                Id = await IdAsync("page", "CNAME"),
                Content = "www.shop.example",
                Ttl = 600,
                IsProxied = false,
            }
        );
        Assert.That(
            await _stand.LinesAsync(),
            Is.EquivalentTo(
                new[]
                {
                    Www,
                    Api,
                    "new.shop.example AAAA 2001:db8::1: ttl 120",
                    "page.shop.example CNAME www.shop.example: ttl 600",
                }
            )
        );
        Assert.That(_stand.Found, Is.Empty);
    }

    [Test]
    public async Task What_is_not_set_stays()
    {
        await SetUpAsync();
        await WriteAsync(Set(await IdAsync("www", "A"), "192.0.2.9"));
        await WriteAsync(Set(await IdAsync("api", "CNAME"), "new.shop.example"));
        Assert.That(
            await _stand.LinesAsync(),
            Is.EquivalentTo(
                new[]
                {
                    "www.shop.example A 192.0.2.9: ttl 300",
                    "api.shop.example CNAME new.shop.example: ttl auto proxied",
                }
            )
        );
    }

    [Test]
    public async Task Several_changes_are_one_transaction()
    {
        await SetUpAsync();
        RecordWrite[] writes =
        [
            New("A", "new", "192.0.2.3", ttl: 60),
            Set(await IdAsync("www", "A"), "192.0.2.9"),
            new(EditKind.Remove) { Id = await IdAsync("api", "CNAME") },
        ];
        await WriteAsync(writes);
        string[] after = ["new.shop.example A 192.0.2.3: ttl 60", "www.shop.example A 192.0.2.9: ttl 300"];
        Assert.That(await _stand.LinesAsync(), Is.EquivalentTo(after));
        Assert.That(_stand.Calls.Last(), Is.EqualTo("dns.batch 200"));
        Assert.That(
            Failure(Set(await IdAsync("www", "A"), "192.0.2.8"), New("A", "bad", "no")),
            Is.EqualTo(
                "POST /zones/ZONE/dns_records/batch was answered 400: DNS Validation Error (1004), "
                    + "Content for A record must be a valid IPv4 address. (9005)"
            )
        );
        Assert.That(await _stand.LinesAsync(), Is.EquivalentTo(after));
        Assert.That(_stand.Found, Is.Empty);
    }

    [Test]
    public async Task Nothing_to_change_asks_nobody()
    {
        await SetUpAsync();
        await WriteAsync();
        Assert.That(_stand.Calls, Is.Empty);
    }

    [TestCase(
        "A",
        "new",
        "192.0.2",
        "DNS Validation Error (1004), Content for A record must be a valid IPv4 address. (9005)"
    )]
    [TestCase("A", "www", "192.0.2.1", "An identical record already exists. (81058)")]
    [TestCase("A", "api", "192.0.2.1", "A CNAME record with that host already exists. (81054)")]
    public async Task A_refusal_says_what_the_provider_said(
        string type,
        string name,
        string content,
        string why
    )
    {
        await SetUpAsync();
        Assert.That(
            Failure(New(type, name, content, ttl: 300)),
            Is.EqualTo($"POST /zones/ZONE/dns_records was answered 400: {why}")
        );
        Assert.That(await _stand.LinesAsync(), Is.EquivalentTo(new[] { Www, Api }));
    }

    [Test]
    public async Task A_record_that_is_gone_is_told()
    {
        await SetUpAsync();
        var id = new string('0', 32);
        const string Why = " was answered 404: Record does not exist. (81044)";
        Assert.That(Failure(Set(id, "192.0.2.9")), Is.EqualTo($"PATCH /zones/ZONE/dns_records/{id}{Why}"));
        Assert.That(
            Failure(new RecordWrite(EditKind.Remove) { Id = id }),
            Is.EqualTo($"DELETE /zones/ZONE/dns_records/{id}{Why}")
        );
    }

    [Test]
    public async Task A_wrong_token_is_refused_and_not_told()
    {
        await SetUpAsync();
        var records = _stand.Open("shop.example", ZoneStand.Wrong);
        foreach (
            var work in (Func<Task>[])
                [
                    () => records.ListAsync("www.shop.example", default),
                    () => records.WriteAsync([New("A", "new", "192.0.2.3")], default),
                ]
        )
        {
            var error = Assert.ThrowsAsync<OperationFailedException>(() => work())!;
            Assert.That(
                (error.Message, error.Retryable),
                Is.EqualTo(("Cloudflare: GET /zones was answered 403: Invalid access token (9109)", false))
            );
            Assert.That($"{error}", Does.Not.Contain(_stand.Value(ZoneStand.Wrong)));
        }
    }

    private async Task SetUpAsync() =>
        _stand = await ZoneStand.SetUpAsync(
            way,
            z =>
                z.Record("www", "A", "192.0.2.1", ttl: 300)
                    .Record("api", "CNAME", "www.shop.example", proxied: true)
        );

    private Task WriteAsync(params RecordWrite[] writes) => _stand.Records.WriteAsync(writes, default);

    /// <summary>What was refused for good, without the provider's name; the zone is ZONE.</summary>
    private string Failure(params RecordWrite[] writes)
    {
        var error = Assert.ThrowsAsync<OperationFailedException>(() => WriteAsync(writes))!;
        Assert.That(error.Retryable, Is.False);
        Assert.That($"{error}", Does.Not.Contain(_stand.Value(ZoneStand.Token)));
        return error.Message.Replace(_stand.ZoneId, "ZONE", StringComparison.Ordinal)[
            "Cloudflare: ".Length..
        ];
    }

    private async Task<string> IdAsync(string name, string type) =>
        (await _stand.Records.ListAsync($"{name}.shop.example", default)).Single(r => r.Type == type).Id;

    private static RecordWrite Set(string id, string content) =>
        new(EditKind.Set) { Id = id, Content = content };

    private static RecordWrite New(
        string type,
        string name,
        string content,
        long ttl = RecordValues.Automatic,
        bool isProxied = false
    ) =>
        new(EditKind.Add)
        {
            Type = type,
            Name = $"{name}.shop.example",
            Content = content,
            Ttl = ttl,
            IsProxied = isProxied,
        };
}
