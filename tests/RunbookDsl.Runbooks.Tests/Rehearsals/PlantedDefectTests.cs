namespace RunbookDsl.Runbooks.Tests;

/// <summary>What goes wrong in real maintenances, planted into small runbooks: each is found.</summary>
[CancelAfter(120_000)]
internal sealed class PlantedDefectTests
{
    private const string Names = """
        Dns()
            .Zone("makerepo.com")
            .Record("A", "@", "198.51.100.10", ttl: 3600);
        Cloudflare().Token(Secret("CLOUDFLARE_TOKEN"));
        Site("makerepo.com")
            .On("198.51.100.10").Page("/", 200, "MakerRepo")
            .On("198.51.100.20").Page("/", 200, "MakerRepo");

        """;

    private const string Jobs = """
        Heroku().Key(Secret("HEROKU_API_KEY")).App("jobs").Formation("worker", 3);

        """;

    [Test]
    public async Task A_stopped_instance_whose_group_is_not_suspended(CancellationToken cancellation) =>
        Assert.That(
            await Planted.CleanAsync(
                """
                Step("Stop").Run(new InstanceState("i-0123456789abcdef0", "stopped"));
                """,
                """
                var aws = Aws().Keys(Secret("AWS_ACCESS_KEY_ID"), Secret("AWS_SECRET_ACCESS_KEY"));
                aws.Instance("i-0123456789abcdef0", "render").Data("the pictures");
                aws.Group("makerepo-render").Size(1, 1, 2).Members("i-0123456789abcdef0");
                """,
                cancellation
            ),
            Has.Some.EqualTo(
                "clean: accident in 'stop': aws: the group 'makerepo-render' terminated its member "
                    + "i-0123456789abcdef0 (render), which had only been stopped, and with it the "
                    + "pictures; it was taken out of service as unhealthy. Suspend Terminate, HealthCheck "
                    + "and ReplaceUnhealthy, or move it to standby, before it is stopped, and resume when "
                    + "it runs again"
            )
        );

    [Test]
    public async Task A_switch_that_is_verified_through_a_cache(CancellationToken cancellation) =>
        Assert.That(
            await Planted.CleanAsync(
                """
                var zone = Cloudflare.Zone("makerepo.com", Secret("CLOUDFLARE_TOKEN"));
                Step("Switch")
                    .Run(zone.Record("A", "@").PointTo("198.51.100.20"))
                    .Verify(Http.Get("https://makerepo.com").Contains("MakerRepo"));
                """,
                Names,
                cancellation
            ),
            Is.EqualTo([
                "clean: state in 'switch': it was verified through a cache: 'A makerepo.com "
                    + "(resolver)' was answered 198.51.100.10 ttl 3600 cached, authoritative says "
                    + "198.51.100.20 ttl 3600. Ask a server that answers for the zone, or wait until the "
                    + "TTL has passed",
            ])
        );

    [Test]
    public async Task A_maintenance_page_that_stays_after_a_failure(CancellationToken cancellation) =>
        Assert.That(
            await Planted.FindAsync(
                """
                var site = Cloudflare.Zone("makerepo.com", Secret("CLOUDFLARE_TOKEN")).Record("A", "@");
                Step("Page on")
                    .Run(site.PointTo("203.0.113.100"))
                    .NoUndo("the last step takes it off");
                Step("Worker off").Run(new HerokuDynos("jobs", "worker", 0));
                Step("Page off").Run(site.PointTo("198.51.100.10"));
                """,
                Names + Jobs,
                o => o with { Undos = true },
                cancellation
            ),
            Has.Some.EqualTo(
                "worker-off: taken back after it: state: after everything was taken back the world "
                    + "is not as it was: cloudflare/record makerepo.com A 198.51.100.10: (gone), was ttl "
                    + "3600; cloudflare/record makerepo.com A 203.0.113.100: ttl 3600, was (not there); "
                    + "dns/A makerepo.com: 203.0.113.100 ttl 3600, was 198.51.100.10 ttl 3600"
            )
        );

    [Test]
    public async Task A_message_that_is_sent_twice_by_a_retry(CancellationToken cancellation) =>
        Assert.That(
            await Planted.FindAsync(
                """
                Step("Say")
                    .Run(async c =>
                    {
                        var say = Slack.Post("#ops", "It begins", Secret("SLACK_TOKEN"));
                        try
                        {
                            await say.RunAsync(c, c.Cancellation);
                        }
                        catch (OutcomeUnknownException)
                        {
                            await say.RunAsync(c, c.Cancellation);
                        }
                    })
                    .NoUndo("it was read");
                """,
                """
                Slack().Channel("#ops").Token(Secret("SLACK_TOKEN"));
                """,
                o => o with { Faults = true },
                cancellation
            ),
            Is.EqualTo([
                "say: slack chat.postMessage #1 drop after effect: state: the world is not as after "
                    + "a run without a fault: slack/message 002: #ops: It begins, was (not there)",
                "say: slack chat.postMessage #1 drop after effect: twice in 'say': slack did "
                    + "'chat.postMessage' 2 times for this step, 1 in a run without a fault",
            ])
        );

    [Test]
    public async Task A_secret_in_a_URL(CancellationToken cancellation) =>
        Assert.That(
            await Planted.CleanAsync(
                """
                Step("Look")
                    .Run(async c =>
                    {
                        var key = c.Reveal(Heroku.Key);
                        await Api.JsonAsync(
                            c,
                            System.Net.Http.HttpMethod.Get,
                            $"https://api.heroku.com/apps/jobs?key={key}",
                            null,
                            ("Accept", "application/vnd.heroku+json; version=3"),
                            ("Authorization", $"Bearer {key}")
                        );
                    })
                    .ReadOnly();
                """,
                Jobs,
                cancellation
            ),
            Has.Some.EqualTo(
                "clean: leak in 'look': the secret HEROKU_API_KEY stands in the URL of a request to "
                    + "heroku, where others can read it"
            )
        );

    [Test]
    public async Task An_undo_that_restores_a_constant(CancellationToken cancellation) =>
        Assert.That(
            await Planted.FindAsync(
                """
                Step("Worker off")
                    .Run(new HerokuDynos("jobs", "worker", 0))
                    .Undo(new HerokuDynos("jobs", "worker", 1));
                Step("Look").Run(c => Task.CompletedTask).ReadOnly();
                """,
                Jobs,
                o => o with { Undos = true },
                cancellation
            ),
            Has.Some.EqualTo(
                "worker-off: taken back after it: state: after everything was taken back the world "
                    + "is not as it was: heroku/app jobs formation worker: 1 Standard-1X, was 3 Standard-1X"
            )
        );
}
