using RunbookDsl.Engine;
using RunbookDsl.Hosts.Tests.Worlds;
using RunbookDsl.Testing;
using static RunbookDsl.Verbs;

namespace RunbookDsl.Hosts.Tests.Sync;

/// <summary>A folder brought over between scripted machines, whatever goes wrong.</summary>
[Parallelizable(ParallelScope.All)]
[CancelAfter(240_000)]
internal sealed class SyncTests
{
    private const string Uploads = "/srv/shop/uploads";

    private static SyncFilesOperation Copy => HostWorld.Web.SyncFiles(Uploads, "root@web-old");

    [Test]
    public async Task It_passes_every_scenario_and_a_second_run_changes_nothing()
    {
        var matrix = await HostWorld.Matrix(
            () => Step("copy").Run(Copy).NoUndo("the old host has everything"),
            Here,
            There
        );
        using var scope = Assert.EnterMultipleScope();
        Assert.That(matrix.Lines(), Is.Empty);
        Assert.That(matrix.Rows, Has.Count.GreaterThanOrEqualTo(9));
    }

    [Test]
    public async Task The_folder_holds_what_the_other_one_holds_and_nothing_else()
    {
        var result = await HostWorld.Clean(
            () => Step("copy").Run(Copy).NoUndo("the old host has everything"),
            Here,
            There
        );
        Assert.That(result.Status, Is.EqualTo(RunStatus.Done), result.Said());
        Assert.That(
            result.Changes().Select(c => c.Split(' ')[1].TrimEnd(':')),
            Is.EqualTo(new[] { $"{Uploads}/0.jpg", $"{Uploads}/1.jpg", $"{Uploads}/2.jpg" }),
            string.Join('\n', result.Changes())
        );
    }

    [TestCase("/", "root@web-old")]
    [TestCase(Uploads, "")]
    [TestCase(Uploads, "-oProxyCommand=x")]
    [TestCase(Uploads, "web-old:/etc")]
    [TestCase(Uploads, "web old")]
    public void What_is_no_folder_of_another_host_is_refused(string folder, string from) =>
        Assert.That(
            Assert.Throws<ArgumentException>(() => HostWorld.Web.SyncFiles(folder, from))!.Message,
            Is.EqualTo(
                $"'{from}:{folder}' is no folder of another host: "
                    + "SyncFiles(\"/srv/shop/uploads\", \"root@web-old\")"
            )
        );

    private static void Here(HostBuilder host) =>
        host.Folder(Uploads).File($"{Uploads}/0.jpg", "from a trial").File($"{Uploads}/1.jpg", "cut o");

    private static void There() =>
        HostVerbs
            .Host("web-old")
            .User("deploy")
            .Folder(Uploads)
            .File($"{Uploads}/1.jpg", "a bicycle")
            .File($"{Uploads}/2.jpg", "a lamp");
}
