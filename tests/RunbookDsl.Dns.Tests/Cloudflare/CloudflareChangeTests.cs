using RunbookDsl.Engine;
using static RunbookDsl.Dns.Tests.ZoneWorld;
using static RunbookDsl.Verbs;

namespace RunbookDsl.Dns.Tests;

[CancelAfter(240_000)]
internal sealed class CloudflareChangeTests
{
    private static void Move()
    {
        var lowered = Step("Shorter TTL").Run(Temporarily(Repo.Record("A", "app").SetTtl(1.Minutes)));
        Step("Wait").Run(Dns.AwaitOldAnswers(lowered));
        Step("May be changed").Run(Dns.AssertTtlLowered(lowered, "app.makerepo.com", "A", 1.Minutes));
        var moved = Step("Move").Run(Repo.Record("A", "app.makerepo.com").PointTo(New, expecting: Old));
        Step("Servers say so").Run(Dns.AssertResolves("app.makerepo.com", "A", New));
        Step("Wait again").Run(Dns.AwaitOldAnswers(moved));
        Step("Resolver says so")
            .Run(Dns.AssertResolves("app.makerepo.com", "A", New, via: Dns.Resolver))
            .Verify(Dns.AssertResolverAgrees("app.makerepo.com"));
        Step("End").Manual("Look at it.");
        Step("Longer TTL").Run(PutBack(lowered));
    }

    private static void File()
    {
        ZoneWorld.File();
        WorldVerbs.Answers("Look at it.", by: "ann");
    }

    [Test]
    public async Task Everything_that_can_go_wrong_with_a_move_is_survived()
    {
        var (lines, matrix) = await Board.MatrixAsync(File, Move);
        Assert.That(lines, Is.Empty, string.Join('\n', lines));
        Assert.That(matrix.Rows, Has.Count.GreaterThan(30));
        var clean = matrix.Reference.Clean;
        Assert.That(
            Changed(clean),
            Is.EqualTo(
                new[]
                {
                    "cloudflare/record app.makerepo.com A 198.51.100.10: (gone), was ttl 3600",
                    "cloudflare/record app.makerepo.com A 198.51.100.20: ttl 3600, was (not there)",
                    "dns/A app.makerepo.com: 198.51.100.20 ttl 3600, was 198.51.100.10 ttl 3600",
                }
            )
        );
        // An hour for the old TTL, a minute for the lowered one, and twice the margin.
        Assert.That(clean.Elapsed, Is.InRange(62.Minutes, 64.Minutes));
    }

    [Test]
    public async Task A_move_of_both_families_is_one_transaction()
    {
        var (lines, matrix) = await Board.MatrixAsync(
            ZoneWorld.File,
            () =>
            {
                Step("Both")
                    .Run(
                        Repo.Record("A", "both")
                            .PointTo(New, expecting: Old)
                            .And(Repo.Record("AAAA", "both").PointTo(NewV6, expecting: OldV6))
                    );
                Step("Added and removed")
                    .Run(Repo.Record("A", "new").Add(New).And(Repo.Record("A", "robin").Remove(Old)));
                Step("Last").Run(_ => Task.CompletedTask).ReadOnly();
            }
        );
        Assert.That(lines, Is.Empty, string.Join('\n', lines));
        Assert.That(
            matrix.Reference.Clean.Events.Where(e => e.IsApplied).Select(e => e.Call.Operation),
            Is.EqualTo(new[] { "dns.batch", "dns.batch" })
        );
    }

    [Test]
    public async Task A_proxied_page_is_put_in_place_and_away_again()
    {
        var (lines, matrix) = await Board.MatrixAsync(
            ZoneWorld.File,
            () =>
            {
                var page = Step("Page on")
                    .Run(
                        Temporarily(
                            Repo.Record("CNAME", "@")
                                .PointTo("makerepo-is-down.pages.dev", expecting: "app.makerepo.com")
                                .SetProxied(true)
                        )
                    );
                Step("Work").Run(_ => Task.CompletedTask).ReadOnly();
                Step("Page off").Run(PutBack(page));
            }
        );
        Assert.That(lines, Is.Empty, string.Join('\n', lines));
        Assert.That(Changed(matrix.Reference.Clean), Is.Empty);
    }

    [TestCase(
        "203.0.113.5",
        "A app.makerepo.com is 198.51.100.10; expected 203.0.113.5 or 198.51.100.20: "
            + "somebody else changed it"
    )]
    public async Task A_record_that_somebody_else_changed_is_left(string expecting, string why)
    {
        var result = await Board.RunAsync(
            ZoneWorld.File,
            () => Step("Move").Run(Repo.Record("A", "app").PointTo(New, expecting))
        );
        Assert.That(result.Status, Is.EqualTo(RunStatus.Held));
        Assert.That(
            result.Message(),
            Does.StartWith($"'move' cannot begin. The probe says Conflict: {why}. ")
        );
        Assert.That(Changed(result), Is.Empty);
    }

    [Test]
    public async Task The_other_address_family_is_not_forgotten()
    {
        var result = await Board.RunAsync(
            ZoneWorld.File,
            () => Step("Move").Run(Repo.Record("A", "both").PointTo(New, Old))
        );
        Assert.That(
            result.Message(),
            Does.StartWith(
                "'move' cannot begin. The probe says Conflict: AAAA both.makerepo.com is 2001:db8::10 and "
                    + "would go on leading there: change both with .And(zone.Record(\"AAAA\", "
                    + "\"both.makerepo.com\")…), or say .LeavingOtherFamily(). "
            )
        );
        var left = await Board.RunAsync(
            ZoneWorld.File,
            () => Step("Move").Run(Repo.Record("A", "both").PointTo(New, Old).LeavingOtherFamily())
        );
        Assert.That(left.Status, Is.EqualTo(RunStatus.Done), left.Message());
    }

    [TestCase("gone", "there is no record A gone.makerepo.com")]
    [TestCase("www", "there is no record A www.makerepo.com; www.makerepo.com has CNAME app.makerepo.com")]
    [TestCase(
        "robin",
        "A robin.makerepo.com is 198.51.100.10 and 198.51.100.11: say which one with .PointTo(…, expecting: "
            + "\"…\")"
    )]
    public async Task A_record_that_cannot_be_found_is_told(string name, string why)
    {
        var result = await Board.RunAsync(
            ZoneWorld.File,
            () => Step("Move").Run(Repo.Record("A", name).PointTo(New))
        );
        Assert.That(
            result.Message(),
            Does.StartWith($"'move' cannot begin. The probe says Conflict: {why}. ")
        );
    }

    [Test]
    public async Task A_limit_of_the_provider_is_waited_out()
    {
        var result = await Board.RunAsync(
            ZoneWorld.File,
            () => Step("Move").Run(Repo.Record("A", "app").PointTo(New, Old)),
            new Fault(
                new FaultAction(FaultKind.RateLimited) { RetryAfter = 90.Seconds },
                FaultMoment.BeforeEffect
            )
            {
                Operation = "dns.patch",
            }
        );
        Assert.That(result.Status, Is.EqualTo(RunStatus.Done), result.Message());
        Assert.That(result.Elapsed, Is.InRange(90.Seconds, 95.Seconds));
        Assert.That(result.Findings, Is.Empty);
    }

    [Test]
    public async Task An_error_says_what_the_provider_said_and_no_secret()
    {
        var result = await Board.RunAsync(
            () =>
            {
                ZoneWorld.File();
                WorldVerbs.Given("OTHER", "not-a-token-of-this-account-at-all-x");
            },
            () =>
                Step("Move")
                    .Run(Cloudflare.Zone("makerepo.com", new("OTHER")).Record("A", "app").PointTo(New, Old))
        );
        Assert.That(result.Status, Is.EqualTo(RunStatus.Held));
        Assert.That(
            result.Message(),
            Is.EqualTo(
                "'move' could not be begun: Cloudflare: GET /zones was answered 403: Invalid access token "
                    + "(9109)."
            )
        );
        Assert.That(Transcript.Of(result), Does.Not.Contain("not-a-token"));
    }

    [Test]
    public async Task What_is_so_already_is_not_changed()
    {
        var result = await Board.RunAsync(
            ZoneWorld.File,
            () =>
            {
                Step("Same").Run(Repo.Record("A", "app").PointTo(Old).SetTtl(1.Hours));
                Step("Proxied has no TTL").Run(Repo.Record("A", "hidden").SetTtl(1.Minutes));
            }
        );
        Assert.That(result.Status, Is.EqualTo(RunStatus.Done), result.Message());
        Assert.That(result.Events.Where(e => e.Call.IsChange), Is.Empty);
    }

    [Test]
    public async Task A_zone_is_kept_as_lines()
    {
        var result = await Board.RunAsync(ZoneWorld.File, () => Step("Keep").Run(Repo.Snapshot()));
        Assert.That(result.Status, Is.EqualTo(RunStatus.Done), result.Message());
        var outcome = System.Text.Encoding.UTF8.GetString(
            result.Records.Single(r => r.Type == "step.outcome").Body.Span
        );
        Assert.That(outcome, Does.Contain("\"A hidden.makerepo.com 198.51.100.10 ttl auto proxied\""));
    }

    private static IEnumerable<string> Changed(RehearsalResult result) =>
        StateDifference.Between(result.Before, result.After).Select(d => $"{d}");
}
