using System.Text.Json;

namespace RunbookDsl.Cli.Tests.Specs;

[CancelAfter(60_000)]
internal sealed class EditorSpecs
{
    private readonly Desk _desk = new();

    [TearDown]
    public void Leave() => _desk.Dispose();

    [Test]
    public async Task Editor_files_name_the_language_and_the_step_packages()
    {
        _desk.Put("move.csx", "Step(\"a\").Run(async ctx => await Task.Yield());");
        var ended = await _desk.RunAsync("editor", ".", "--json");
        Assert.That(ended.ExitCode, Is.Zero, ended.Error);
        using var written = JsonDocument.Parse(ended.Output);
        var files = written.RootElement.EnumerateArray().Select(f => f.GetString()!).ToList();
        Assert.That(files.Select(Path.GetFileName), Is.EqualTo(new[] { "runbook.rsp", "omnisharp.json" }));
        var lines = await File.ReadAllLinesAsync(files[0]);
        Assert.That(lines, Does.Contain("/u:RunbookDsl.Verbs").And.Contain("/u:RunbookDsl.Postgres"));
        foreach (var reference in lines.Where(l => l.StartsWith("/r:", StringComparison.Ordinal)))
            Assert.That(File.Exists(reference[3..].Trim('"')), reference);
        using var settings = JsonDocument.Parse(await File.ReadAllTextAsync(files[1]));
        Assert.That(
            settings.RootElement.GetProperty("script").GetProperty("rspFilePath").GetString(),
            Is.EqualTo(files[0])
        );
    }

    [Test]
    public async Task A_directory_that_is_not_there_is_a_usage_error()
    {
        var ended = await _desk.RunAsync("editor", "nowhere");
        Assert.That(ended.ExitCode, Is.EqualTo(2));
        Assert.That(
            ended.Error,
            Does.StartWith("runbook editor: nowhere is no directory: name the one that holds the scripts.")
        );
    }
}
