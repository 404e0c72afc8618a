namespace RunbookDsl.Testing.Tests.Clusters;

[CancelAfter(180_000)]
internal sealed class StaleContainerTests
{
    private static readonly ContainerOwner Us = ContainerOwner.Us(TimeProvider.System);

    [Test]
    public void IsGone_OnThisMachine_WhenTheProcessIs()
    {
        Assert.That(IsGone(Us), Is.False);
        Assert.That(IsGone(Us with { Since = Now.AddDays(-9) }), Is.False, "it lives");
        Assert.That(IsGone(Us with { Process = $"{Environment.ProcessId}-1" }), "another with its number");
        Assert.That(IsGone(Us with { Process = "999999999-1" }));
        Assert.That(IsGone(Us with { Process = "?" }));
    }

    [Test]
    public void IsGone_Elsewhere_AfterADay()
    {
        var other = Us with { Place = "elsewhere", Process = "999999999-1" };
        Assert.That(IsGone(other with { Since = Now.AddHours(-23) }), Is.False);
        Assert.That(IsGone(other with { Since = Now.AddHours(-25) }));
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("mine")]
    [TestCase("a/b/c")]
    [TestCase("a/b/-1")]
    [TestCase("a/b/99999999999999")]
    public void IsGone_NotOurLabel_IsLeftAlone(string? label) =>
        Assert.That(ContainerOwner.IsGone(label, TimeProvider.System), Is.False);

    [TestCaseSource(typeof(ServerWay), nameof(ServerWay.Containers))]
    public async Task Start_RemovesWhatNobodyWants(ServerWay way)
    {
        await way.NeedAsync();
        var gone = await MakeAsync(Us with { Process = "999999999-1" });
        var wanted = await MakeAsync(Us);
        await using var cluster = await LocalCluster.StartAsync(way.Options, default);
        var left = await Engine.OursAsync("status=created");
        await Engine.LinesAsync("rm", "-v", wanted);
        Assert.That(left, Does.Contain(wanted).And.Not.Contain(gone));
    }

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    private static bool IsGone(ContainerOwner owner) =>
        ContainerOwner.IsGone(owner.ToString(), TimeProvider.System);

    private static async Task<string> MakeAsync(ContainerOwner owner)
    {
        var name = $"runbook-test-{Guid.NewGuid():N}";
        await Engine.LinesAsync(
            "create",
            "--name",
            name,
            "--label",
            $"{ContainerOwner.Label}={owner}",
            ServerWay.Image
        );
        return name;
    }
}
