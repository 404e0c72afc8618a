using RunbookDsl.Engine;
using static RunbookDsl.Dns.Tests.ZoneWorld;
using static RunbookDsl.Verbs;

namespace RunbookDsl.Dns.Tests.Ways;

/// <summary>Whole runs over every way to a zone, given to them as a port.</summary>
[CancelAfter(240_000)]
[TestFixtureSource(typeof(AllWays), nameof(AllWays.All))]
internal sealed class ZoneMoveTests(ZonesWay way)
{
    [Test]
    public async Task Everything_that_can_go_wrong_with_a_move_is_survived()
    {
        var zones = new Counted(way.Zones);
        var (lines, matrix) = await Board.MatrixAsync(
            ZoneWorld.File,
            () =>
            {
                Step("Move").Run(Repo.Record("A", "app").PointTo(New, expecting: Old));
                Step("Both")
                    .Run(
                        Repo.Record("A", "both")
                            .PointTo(New, expecting: Old)
                            .And(Repo.Record("AAAA", "both").PointTo(NewV6, expecting: OldV6))
                    );
                Step("Add").Run(Repo.Record("A", "new").Add(New));
                Step("Remove").Run(Repo.Record("A", "robin").Remove(Old));
                Step("Keep").Run(Repo.Snapshot());
                Step("Last").Run(_ => Task.CompletedTask).ReadOnly();
            },
            ports: PortRegistry.Empty.With<ICloudflareZones>(zones)
        );
        Assert.That(lines, Is.Empty, string.Join('\n', lines));
        Assert.That(matrix.Rows, Has.Count.GreaterThan(30));
        Assert.That(zones.Opened, Is.GreaterThan(matrix.Rows.Count));
        Assert.That(
            matrix.Reference.Clean.Events.Where(e => e.IsApplied).Select(e => e.Call.Operation),
            Is.EqualTo(new[] { "dns.patch", "dns.batch", "dns.create", "dns.delete" })
        );
    }

    private sealed class Counted(ICloudflareZones zones) : ICloudflareZones
    {
        private int _opened;

        public int Opened => _opened;

        public ICloudflareRecords Open(CloudflareZone zone, StepContext context)
        {
            Interlocked.Increment(ref _opened);
            return zones.Open(zone, context);
        }
    }
}
