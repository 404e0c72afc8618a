using static RunbookDsl.Verbs;

namespace RunbookDsl.Deployment.Tests;

/// <summary>Real git against real repositories; what goes wrong does so in the middle of a push.</summary>
[CancelAfter(300_000)]
internal sealed class GitTests
{
    private const string Url = "git@github.com:makerepo/shop.git";
    private const string BannerPath = "_data/banner.yml";
    private static readonly GitRepository Shop = Git.Repository(Url);

    private static void File() =>
        GitVerbs.GitRemote(Url).File("README.md", "shop\n").File(BannerPath, "enabled: false\n");

    [Test]
    public async Task A_tag_is_made_once_and_taken_back()
    {
        var (lines, matrix) = await Board.MatrixAsync(
            File,
            () =>
            {
                var first = First();
                Step("Tag").Run(Shop.Tag("maintenance", first, "Before it")).Timeout(10.Minutes);
                Step("End").Run(_ => Task.CompletedTask).ReadOnly();
            },
            new MatrixOptions { Again = false }
        );
        Assert.That(lines, Is.Empty, string.Join('\n', lines));
        Assert.That(
            matrix.Reference.Clean.Events.Where(e => e.IsApplied).Select(e => e.Call.Line),
            Is.EqualTo(new[] { "push tag maintenance-20261205T050000Z" })
        );
    }

    [Test]
    public async Task A_banner_goes_on_and_off()
    {
        var (lines, matrix) = await Board.MatrixAsync(
            File,
            () =>
            {
                var banner = Step("Banner on")
                    .Run(Temporarily(Shop.Banner(BannerPath, "Closed on \"Saturday\"", "https://x.example")))
                    .Timeout(10.Minutes);
                Step("Banner off").Run(PutBack(banner)).Timeout(10.Minutes);
            }
        );
        Assert.That(lines, Is.Empty, string.Join('\n', lines));
        Assert.That(
            matrix.Reference.Clean.Events.Count(e => e.IsApplied && e.Call.Line == "push main"),
            Is.EqualTo(2)
        );
    }

    [Test]
    public async Task Somebody_who_is_faster_is_built_upon()
    {
        var result = await Board.RunAsync(
            () =>
            {
                File();
                WorldVerbs.Program(
                    "git",
                    $$"""
                    if [ "$1" = push ] && mkdir "$RUNBOOK_WORLD/raced" 2>/dev/null; then
                        other="$RUNBOOK_WORLD/other"
                        "$REAL" clone --quiet {{Url}} "$other"
                        echo other > "$other/other.txt"
                        "$REAL" -C "$other" add --all
                        "$REAL" -C "$other" commit --quiet -m Other
                        "$REAL" -C "$other" push --quiet
                    fi
                    exec "$REAL" "$@"
                    """
                );
            },
            () => Step("Change").Run(Shop.CommitAndPush("Change").File("README.md", "better\n"))
        );
        Assert.That(result.IsPassed, Is.True, string.Join('\n', result.Findings));
        Assert.That(
            result.After.Single(s => s.System == "shop").Lines.Select(l => $"{l.Key} = {l.Value}"),
            Is.EqualTo(
                new[]
                {
                    "main: README.md = better",
                    $"main: {BannerPath} = enabled: false",
                    "main: other.txt = other",
                }
            )
        );
    }

    [Test]
    public async Task Push_tags_gives_away_every_tag_of_this_machine_and_ours_the_one()
    {
        var result = await Board.RunAsync(
            File,
            () =>
            {
                var first = First();
                Step("As the document has it")
                    .Run(async ctx =>
                    {
                        var git = ctx.Port<IProcessRunner>();
                        await git.RunAsync(new("git", ["clone", "--quiet", Url, "mine"]), default);
                        string[][] words =
                        [
                            ["commit", "--quiet", "--allow-empty", "--message", "Not deployed"],
                            ["tag", "my-experiment"],
                            ["tag", "maintenance-by-hand"],
                            ["push", "--quiet", "--tags"],
                        ];
                        foreach (var word in words)
                            await git.RunAsync(new("git", ["-C", "mine", .. word]), default);
                    })
                    .NoUndo("to be looked at");
                Step("Ours").Run(Shop.Tag("maintenance", first, "Before it"));
            }
        );
        Assert.That(result.IsPassed, Is.True, string.Join('\n', result.Findings));
        Assert.That(
            result.Events.Where(e => e.IsApplied).Select(e => e.Call.Line),
            Is.EqualTo(
                new[]
                {
                    "push tag maintenance-by-hand tag my-experiment",
                    "push tag maintenance-20261205T050000Z",
                }
            )
        );
    }

    [Test]
    public async Task A_tag_that_somebody_moved_is_not_deleted()
    {
        var result = await Board.TakeBackAsync(
            File,
            () =>
            {
                var first = First();
                var tag = Step("Tag").Run(Shop.Tag("maintenance", first, "Before it"));
                Step("Moved")
                    .Run(async ctx =>
                    {
                        var name = $"refs/tags/{ctx.Read(tag.Output).Name}";
                        var git = ctx.Port<IProcessRunner>();
                        await git.RunAsync(new("git", ["clone", "--quiet", Url, "other"]), default);
                        await git.RunAsync(
                            new("git", ["-C", "other", "push", "--force", "origin", $"HEAD:{name}"]),
                            default
                        );
                    })
                    .NoUndo("somebody else's");
                Step("End").Run(_ => Task.CompletedTask).ReadOnly();
            },
            "moved"
        );
        Assert.That(
            result.Message(),
            Does.Contain("tag maintenance-20261205T050000Z of shop.git is not the one of this run any more")
        );
    }

    [Test]
    public void Names_and_urls_that_git_could_misread_are_refused()
    {
        Assert.Multiple(() =>
        {
            Assert.That(() => Git.Repository("--upload-pack=x"), Throws.ArgumentException);
            // The second is how a token is usually written.
            foreach (
                var url in new[] { "https://me:secret@github.com/x.git", "https://secret@github.com/x.git" }
            )
                Assert.That(
                    () => Git.Repository(url),
                    Throws.ArgumentException.With.Message.EqualTo(
                        "the URL of the repository at github.com holds a password or a token, which would be "
                            + "planned and journaled: leave it to the credential helper of git."
                    )
                );
            Assert.That(() => Git.Repository("ssh://git@github.com/x.git"), Throws.Nothing);
            Assert.That(() => Shop.Tag("-x", "", "m"), Throws.ArgumentException);
            Assert.That(() => Shop.CommitAndPush("m").File("../x", ""), Throws.ArgumentException);
            Assert.That(() => Shop.CommitAndPush("m").File(".git/config", ""), Throws.ArgumentException);
            Assert.That(() => Shop.CommitAndPush("m").On("a..b"), Throws.ArgumentException);
        });
    }

    // The commit that the world begins with, asked as production would say it.
    private static StepBuilder<string> First() =>
        Step("What runs")
            .Run(async ctx =>
            {
                var said = await ctx.Port<IProcessRunner>()
                    .RunAsync(new("git", ["ls-remote", Url, "main"]), default);
                return said.Output[..40];
            })
            .ReadOnly();
}
