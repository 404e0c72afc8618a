using RunbookDsl.Testing.Apis;
using static RunbookDsl.Verbs;

namespace RunbookDsl.Deployment.Tests;

/// <summary>An application's own maintenance mode, and what production says that it runs.</summary>
[CancelAfter(120_000)]
internal sealed class AppTests
{
    private static readonly SecretReference Token = new("APP_TOKEN");

    private static void File() =>
        WebVerbs
            .Site("app.example")
            .On("198.51.100.10")
            .Page("/", 200, "<title>App</title>")
            .Page("/version", 200, $"{{\"revision\": \"{new string('a', 40)}\"}}")
            .Page("/none", 200, "v1.2")
            .Switch("/admin/maintenance", Token);

    [Test]
    public async Task The_mode_is_set_read_back_and_put_back()
    {
        var (lines, matrix) = await Board.MatrixAsync(
            File,
            () =>
            {
                var mode = Step("Mode on")
                    .Run(Temporarily(App.MaintenanceMode("https://app.example/admin/maintenance", Token)))
                    .Verify(Http.Http.Get("https://app.example/").Status(503).Contains("maintenance"))
                    .Verify(Http.Http.ExpectReadOnly("https://app.example/orders"));
                Step("Mode off").Run(PutBack(mode));
            }
        );
        Assert.That(lines, Is.Empty, string.Join('\n', lines));
        Assert.That(
            matrix.Reference.Clean.Events.Where(e => e.IsApplied).Select(e => e.After),
            Is.EqualTo(new[] { "on", "off" })
        );
    }

    [Test]
    public async Task The_revision_is_what_production_says()
    {
        string? seen = null;
        var result = await Board.RunAsync(
            File,
            () =>
            {
                var runs = Step("What runs").Run(Deployed.Revision("https://app.example/version"));
                Step("Keep").Run(ctx => Task.FromResult(seen = ctx.Read(runs.Output))).ReadOnly();
            }
        );
        Assert.That(result.IsPassed, Is.True, string.Join('\n', result.Findings));
        Assert.That(seen, Is.EqualTo(new string('a', 40)));
        var none = await Board.RunAsync(
            File,
            () => Step("What runs").Run(Deployed.Revision("https://app.example/none"))
        );
        Assert.That(
            none.Message(),
            Does.Contain("https://app.example/none names no revision: expected 40 digits of 0-9 and a-f.")
        );
    }
}
