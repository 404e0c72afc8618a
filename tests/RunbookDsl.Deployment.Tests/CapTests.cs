using RunbookDsl.Testing.Apis;
using static RunbookDsl.Verbs;

namespace RunbookDsl.Deployment.Tests;

/// <summary>A command that says nothing is believed nothing.</summary>
[CancelAfter(300_000)]
internal sealed class CapTests
{
    private const string Url = "https://makerepo.com/";
    private const string Page = "/srv/shop/shared/system/maintenance.html";
    private static readonly DateTimeOffset Until = Board.Window.AddHours(4);

    private static readonly string Script = $"""
        task=$2
        for word; do
            case $word in
                REASON=*) reason=$(echo "$word" | cut -c8-) ;;
                UNTIL=*) until=$(echo "$word" | cut -c7-) ;;
            esac
        done
        for host in web-1 web-2; do
            case $task in
                maintenance:enable)
                    printf '<h1>%s</h1>Back at %s' "$reason" "$until" | ssh "deploy@$host" "cat > {Page}" ;;
                maintenance:disable) ssh "deploy@$host" "rm -f {Page}" ;;
            esac || exit 1
        done
        """;

    private static void File(bool hasRule)
    {
        var site = WebVerbs.Site("makerepo.com");
        foreach (
            var (host, address) in ((string, string)[])
                [("web-1", "198.51.100.10"), ("web-2", "198.51.100.11")]
        )
        {
            HostVerbs
                .Host(host)
                .Address(address)
                .User("deploy")
                .Folder("/srv/shop/shared/system", owner: "deploy");
            site.On(address).Page("/", 200, "<title>MakerRepo</title>");
            if (hasRule)
                site.ClosedWhile(host, Page);
        }
        WorldVerbs.Program("cap", Script);
    }

    private static void Runbook()
    {
        var page = Step("Page on").Run(Temporarily(On())).Timeout(10.Minutes);
        Step("Page off").Run(PutBack(page)).Timeout(10.Minutes);
    }

    private static CapMaintenance On() =>
        Cap.Stage("production").MaintenanceEnable("New disks", Until, Url, "198.51.100.10", "198.51.100.11");

    [Test]
    public async Task The_page_is_looked_at_on_each_host()
    {
        var (lines, matrix) = await Board.MatrixAsync(() => File(hasRule: true), Runbook);
        Assert.That(lines, Is.Empty, string.Join('\n', lines));
        Assert.That(
            matrix.Reference.Clean.Events.Where(e => e.Call.Operation == "cap").Select(e => e.Call.Line),
            Is.EqualTo(
                new[]
                {
                    "cap production maintenance:enable REASON=New disks UNTIL=5 December 2026, 10:00 (10:00 AM) UTC",
                    "cap production maintenance:disable",
                }
            )
        );
    }

    [Test]
    public async Task Without_the_rule_of_the_web_server_the_command_succeeds_and_the_step_does_not()
    {
        var result = await Board.RunAsync(() => File(hasRule: false), Runbook);
        Assert.That(result.Message(), Does.Contain("'page-on'").And.Contains("503"));
        Assert.That(
            result.Events.Where(e => e.Call.Operation == "cap").Select(e => e.Answer),
            Is.EqualTo(new[] { "exit 0" })
        );
    }
}
