using RunbookDsl.Testing.Apis;

namespace RunbookDsl.Dns.Tests.Ways;

/// <summary>What every way to a zone tells of it.</summary>
[CancelAfter(120_000)]
[TestFixtureSource(typeof(AllWays), nameof(AllWays.All))]
internal sealed class ZoneListTests(ZonesWay way)
{
    private ZoneStand _stand = null!;

    [TearDown]
    public async Task TearDown() => await _stand.DisposeAsync();

    [Test]
    public async Task A_name_is_told_with_all_its_records()
    {
        await SetUpAsync(z =>
            z.Record("www", "A", "192.0.2.1", ttl: 300)
                .Record("www", "AAAA", "2001:db8::1", proxied: true)
                .Record("www2", "A", "192.0.2.2")
                .Record("*", "CNAME", "www.shop.example", ttl: 86400)
                .Record("@", "MX", "10 mail.shop.example")
                .Record("_when", "TXT", "2026-12-05T06:00:00+01:00")
        );
        async Task<IEnumerable<string>> ToldAsync(string name) =>
            (await _stand.Records.ListAsync(name, default)).Select(r => $"{r.Type} {r.Name} {r.Values}");
        Assert.That(
            await ToldAsync("www.shop.example"),
            Is.EquivalentTo(
                new[]
                {
                    "A www.shop.example 192.0.2.1 ttl 300",
                    "AAAA www.shop.example 2001:db8::1 ttl auto proxied",
                }
            )
        );
        Assert.That(
            await ToldAsync("*.shop.example"),
            Is.EqualTo(new[] { "CNAME *.shop.example www.shop.example ttl 86400" })
        );
        Assert.That(
            await ToldAsync("shop.example"),
            Is.EqualTo(new[] { "MX shop.example mail.shop.example ttl auto" })
        );
        Assert.That(
            await ToldAsync("_when.shop.example"),
            Is.EqualTo(new[] { "TXT _when.shop.example 2026-12-05T06:00:00+01:00 ttl auto" })
        );
        Assert.That(await ToldAsync("gone.shop.example"), Is.Empty);
        var record = (await _stand.Records.ListAsync("www2.shop.example", default)).Single();
        Assert.That(record.Modified, Is.EqualTo(new DateTimeOffset(2026, 12, 5, 6, 0, 0, TimeSpan.Zero)));
        Assert.That(record.Id, Does.Match("^[0-9a-f]{32}$"));
        Assert.That(_stand.Calls.Count(c => c == "zones.list 200"), Is.EqualTo(1));
        Assert.That(_stand.Found, Is.Empty);
    }

    [Test]
    public async Task A_zone_is_told_over_all_its_pages()
    {
        await SetUpAsync(z => Many(z, 250));
        var records = await _stand.Records.ListAsync(null, default);
        Assert.That(
            records.Select(r => r.Name).Order(StringComparer.Ordinal),
            Is.EqualTo(Enumerable.Range(0, 250).Select(i => $"h{i:000}.shop.example"))
        );
        Assert.That(
            _stand.Calls,
            Is.EqualTo(new[] { "zones.list 200", "dns.list 200", "dns.list 200", "dns.list 200" })
        );
        Assert.That(_stand.Found, Is.Empty);
    }

    [Test]
    public async Task A_zone_with_too_many_records_is_refused()
    {
        await SetUpAsync(z => Many(z, 1001));
        Assert.That(
            () => _stand.Records.ListAsync(null, default),
            Throws
                .TypeOf<OperationFailedException>()
                .With.Message.EqualTo("Cloudflare: shop.example has more than 1000 records")
        );
        Assert.That(_stand.Calls.Count(c => c == "dns.list 200"), Is.EqualTo(10));
    }

    [TestCase("gone.example", "CF_TOKEN")]
    [TestCase("shop.example", "CF_OTHER")]
    public async Task A_zone_that_is_not_seen_is_told(string zone, string token)
    {
        await SetUpAsync(_ => { });
        var secret = new SecretReference(token);
        var message =
            $"Cloudflare: {secret} sees no zone {zone}: is the name right, and may the token read it?";
        var records = _stand.Open(zone, secret);
        Assert.That(
            () => records.ListAsync(null, default),
            Throws.TypeOf<OperationFailedException>().With.Message.EqualTo(message)
        );
        Assert.That(
            () => records.WriteAsync([new(EditKind.Remove) { Id = new('0', 32) }], default),
            Throws.TypeOf<OperationFailedException>().With.Message.EqualTo(message)
        );
        Assert.That(_stand.Calls, Is.EqualTo(new[] { "zones.list 200", "zones.list 200" }));
    }

    [Test]
    public async Task Passing_trouble_is_tried_again()
    {
        await SetUpAsync(
            z => z.Record("www", "A", "192.0.2.1"),
            Every("zones.list", FaultKind.Drop, 2),
            Every("dns.list", FaultKind.Error, 1),
            Every("dns.list", FaultKind.RateLimited, 1) with
            {
                Nth = 2,
            }
        );
        Assert.That(await _stand.Records.ListAsync(null, default), Has.Count.EqualTo(1));
        Assert.That(_stand.Step.Waited.Select(w => w.TotalSeconds), Is.EqualTo(new[] { 1.0, 2, 1, 30 }));
    }

    [Test]
    public async Task Trouble_that_stays_fails_and_may_be_retried()
    {
        await SetUpAsync(_ => { }, Every("dns.list", FaultKind.Error, 9));
        var error = Assert.ThrowsAsync<OperationFailedException>(() =>
            _stand.Records.ListAsync(null, default)
        );
        Assert.That(
            (error!.Message, error.Retryable),
            Is.EqualTo(
                (
                    $"Cloudflare: GET /zones/{_stand.ZoneId}/dns_records was answered 500: "
                        + "An unknown error has occurred (10013) (tried 3 times)",
                    true
                )
            )
        );
    }

    private async Task SetUpAsync(Action<CloudflareBuilder> zone, params Fault[] faults) =>
        _stand = await ZoneStand.SetUpAsync(way, zone, faults);

    private static Fault Every(string operation, FaultKind kind, int times) =>
        new(new FaultAction(kind), FaultMoment.BeforeEffect) { Operation = operation, Times = times };

    private static void Many(CloudflareBuilder zone, int count)
    {
        for (var i = 0; i < count; i++)
            zone.Record($"h{i:000}", "A", "192.0.2.1");
    }
}
