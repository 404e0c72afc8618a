using System.Text.RegularExpressions;

namespace RunbookDsl.Cli.Tests.Specs;

/// <summary>The tutorial, followed to the letter: its files are written, its commands are typed.</summary>
[CancelAfter(300_000)]
internal sealed partial class TutorialSpecs
{
    private const string Any = "…";
    private readonly Desk _desk = new();

    [TearDown]
    public void Leave() => _desk.Dispose();

    [Test]
    public async Task Whoever_follows_it_sees_what_it_says()
    {
        _desk.Environment["CI"] = null;
        var folder = Path.Combine(Root(), "src", "RunbookDsl.Documents", "Tutorial");
        var tutorial = await File.ReadAllTextAsync(Path.Combine(folder, "README.md"));
        var (files, commands) = (0, 0);
        foreach (Match block in Block().Matches(tutorial))
        {
            var text = block.Groups["text"].Value;
            if (block.Groups["file"].Value is { Length: > 0 } file)
            {
                Assert.That(await File.ReadAllTextAsync(Path.Combine(folder, file)), Is.EqualTo(text), file);
                _desk.Put(file, text);
                files++;
            }
            else if (block.Groups["kind"].Value == "console")
                commands += await TypeAsync(text);
            else
                Assert.Fail($"nobody tries this block: {text}");
        }
        Assert.That((files, commands), Is.EqualTo((3, 11)));
    }

    private async Task<int> TypeAsync(string text)
    {
        var typed = Command().Split(text)[1..];
        for (var i = 0; i < typed.Length; i += 2)
        {
            var ended = await _desk.RunAsync(typed[i].Split(' '));
            var said = Regex.Escape(typed[i + 1]).Replace($@"{Any}\n", "(?s:.*)", StringComparison.Ordinal);
            Assert.That(
                ended.Error + ended.Output,
                Does.Match($"\\A{said.Replace(Any, ".*", StringComparison.Ordinal)}\\z"),
                typed[i]
            );
        }
        return typed.Length / 2;
    }

    private static string Root()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, "RunbookDsl.sln")))
                return at.FullName;
        throw new DirectoryNotFoundException("RunbookDsl.sln is in no folder above the tests");
    }

    [GeneratedRegex(
        """(?:<!-- (?:file|code): (?:src/RunbookDsl\.Documents/Tutorial/)?(?<file>\S+) -->\s+)?^```(?<kind>\w+)\n(?<text>.*?)^```$""",
        RegexOptions.Multiline | RegexOptions.Singleline
    )]
    private static partial Regex Block();

    [GeneratedRegex(@"^\$ runbook (.*)\n", RegexOptions.Multiline)]
    private static partial Regex Command();
}
