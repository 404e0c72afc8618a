namespace RunbookDsl.Dns.Tests.Ways;

/// <summary>What every way to a zone knows of a change that went wrong: it did not happen, or nobody
/// knows.</summary>
[CancelAfter(120_000)]
[TestFixtureSource(typeof(AllWays), nameof(AllWays.All))]
internal sealed class ZoneDoubtTests(ZonesWay way)
{
    private const string Old = "www.shop.example A 192.0.2.1: ttl 300";
    private ZoneStand _stand = null!;
    private string _id = "";

    [TearDown]
    public async Task TearDown() => await _stand.DisposeAsync();

    [TestCase("dns.create", FaultMoment.BeforeEffect, Old)]
    [TestCase("dns.create", FaultMoment.AfterEffect, Old, "new.shop.example A 192.0.2.3: ttl 60")]
    [TestCase("dns.patch", FaultMoment.BeforeEffect, Old)]
    [TestCase("dns.patch", FaultMoment.AfterEffect, "www.shop.example A 192.0.2.9: ttl 300")]
    [TestCase("dns.delete", FaultMoment.BeforeEffect, Old)]
    [TestCase("dns.delete", FaultMoment.AfterEffect)]
    [TestCase("dns.batch", FaultMoment.BeforeEffect, Old)]
    [TestCase("dns.batch", FaultMoment.AfterEffect, "new.shop.example A 192.0.2.3: ttl 60")]
    public async Task A_line_that_breaks_leaves_a_doubt(
        string operation,
        FaultMoment moment,
        params string[] left
    )
    {
        await SetUpAsync(new Fault(new(FaultKind.Drop), moment) { Operation = operation });
        var message = Doubt(operation);
        Assert.That(
            message,
            Does.StartWith($"{Sent(operation)} got no answer: ").And.EndWith("; it may have happened")
        );
        Assert.That(await _stand.LinesAsync(), Is.EquivalentTo(left));
        Assert.That(_stand.Calls.Count(c => c.StartsWith(operation)), Is.EqualTo(1));
    }

    [TestCase("dns.create")]
    [TestCase("dns.patch")]
    [TestCase("dns.delete")]
    [TestCase("dns.batch")]
    public async Task An_answer_that_does_not_come_leaves_a_doubt(string operation)
    {
        await SetUpAsync(new Fault(new(FaultKind.Hang), FaultMoment.AfterEffect) { Operation = operation });
        Assert.That(
            Doubt(operation),
            Is.EqualTo($"{Sent(operation)} got no answer within 20s; it may have happened")
        );
        Assert.That(_stand.Elapsed, Is.EqualTo(TimeSpan.FromSeconds(20)));
        Assert.That(_stand.Calls.Count(c => c.StartsWith(operation)), Is.EqualTo(1));
    }

    [TestCase("dns.create")]
    [TestCase("dns.patch")]
    [TestCase("dns.delete")]
    [TestCase("dns.batch")]
    public async Task A_provider_that_failed_at_it_leaves_a_doubt(string operation)
    {
        await SetUpAsync(new Fault(new(FaultKind.Error), FaultMoment.AfterEffect) { Operation = operation });
        Assert.That(
            Doubt(operation),
            Is.EqualTo(
                $"{Sent(operation)} was answered 500: An unknown error has occurred (10013); "
                    + "it may have happened"
            )
        );
        Assert.That(_stand.Calls.Count(c => c.StartsWith(operation)), Is.EqualTo(1));
    }

    [Test]
    public async Task Who_is_told_to_wait_waits_that_long_and_changes_it_once()
    {
        await SetUpAsync(
            new Fault(
                new(FaultKind.RateLimited) { RetryAfter = TimeSpan.FromSeconds(90) },
                FaultMoment.BeforeEffect
            )
            {
                Operation = "dns.patch",
            }
        );
        await WorkAsync("dns.patch");
        Assert.That(_stand.Step.Waited.Select(w => w.TotalSeconds), Is.EqualTo(new[] { 90.0 }));
        Assert.That(
            _stand.Calls.Where(c => c.StartsWith("dns.patch")),
            Is.EqualTo(new[] { "dns.patch 429", "dns.patch 200" })
        );
        Assert.That(await _stand.LinesAsync(), Is.EqualTo(new[] { "www.shop.example A 192.0.2.9: ttl 300" }));
    }

    [Test]
    public async Task A_limit_without_end_is_no_doubt()
    {
        await SetUpAsync(
            new Fault(new(FaultKind.RateLimited), FaultMoment.BeforeEffect)
            {
                Operation = "dns.create",
                Times = 99,
            }
        );
        var error = Assert.ThrowsAsync<OperationFailedException>(() => WorkAsync("dns.create"))!;
        Assert.That(
            (error.Message, error.Retryable),
            Is.EqualTo(
                (
                    $"Cloudflare: {Sent("dns.create")} was answered 429: Please wait and consider "
                        + "throttling your request speed (971)",
                    true
                )
            )
        );
        Assert.That(_stand.Step.Waited, Has.Count.EqualTo(4));
        Assert.That(await _stand.LinesAsync(), Is.EqualTo(new[] { Old }));
    }

    private async Task SetUpAsync(Fault fault)
    {
        _stand = await ZoneStand.SetUpAsync(way, z => z.Record("www", "A", "192.0.2.1", ttl: 300), fault);
        _id = (await _stand.Records.ListAsync("www.shop.example", default)).Single().Id;
    }

    private Task WorkAsync(string operation)
    {
        var made = new RecordWrite(EditKind.Add)
        {
            Type = "A",
            Name = "new.shop.example",
            Content = "192.0.2.3",
            Ttl = 60,
            IsProxied = false,
        };
        var removed = new RecordWrite(EditKind.Remove) { Id = _id };
        RecordWrite[] writes = operation switch
        {
            "dns.create" => [made],
            "dns.patch" => [new(EditKind.Set) { Id = _id, Content = "192.0.2.9" }],
            "dns.delete" => [removed],
            _ => [made, removed],
        };
        return _stand.Records.WriteAsync(writes, default);
    }

    /// <summary>The request, as messages name it.</summary>
    private string Sent(string operation)
    {
        var records = $"/zones/{_stand.ZoneId}/dns_records";
        return operation switch
        {
            "dns.create" => $"POST {records}",
            "dns.patch" => $"PATCH {records}/{_id}",
            "dns.delete" => $"DELETE {records}/{_id}",
            _ => $"POST {records}/batch",
        };
    }

    private string Doubt(string operation)
    {
        var error = Assert.ThrowsAsync<OutcomeUnknownException>(() => WorkAsync(operation))!;
        Assert.That($"{error}", Does.Not.Contain(_stand.Value(ZoneStand.Token)));
        Assert.That(_stand.Step.Waited, Is.Empty);
        return error.Message["Cloudflare: ".Length..];
    }
}
