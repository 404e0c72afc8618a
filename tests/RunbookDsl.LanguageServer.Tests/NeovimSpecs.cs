namespace RunbookDsl.LanguageServer.Tests;

/// <summary>Neovim as Debian packages it, without a window.</summary>
internal sealed class NeovimSpecs
{
    [Test, CancelAfter(300_000)]
    public async Task Neovim_completes_hovers_mends_goes_to_definitions_and_renames()
    {
        using var folder = new ScriptFolder();
        folder.Write("names.csx", "var siteName = \"a.example\";\n");
        var file = folder.Write(
            "site.csx",
            """
            #load "names.csx"
            Runbook("Site").Purpose("y").Owner("z");
            Stepp("Look at it").Manual("Look");
            var zone = Cloudflare.Zone(siteName, Secret("TOKEN"));
            Step("Lower the TTL").Run(Temporarily(zone.Record("A", "app").SetTtl(5.Minutes)));

            """
        );
        var said = await RealClient.RunAsync(
            folder,
            file,
            "nvim",
            "--headless",
            "--clean",
            "-c",
            $"luafile {Path.Combine(AppContext.BaseDirectory, "Clients", "neovim.lua")}"
        );
        Assert.That(
            said,
            Is.EqualTo(
                new[]
                {
                    "diagnostics: 2,0 CS0103 The name 'Stepp' does not exist in the current context "
                        + "(did you mean 'Step'?)",
                    "code action: Write 'Step'",
                    "mended: Step(\"Look at it\").Manual(\"Look\");",
                    "completion: Dump additive | DumpGlobals additive",
                    "hover: - undoes: set the records to what they were before",
                    "definition: names.csx:0",
                    "renamed: var zoneName = \"a.example\";",
                    "after rename: 0 mistakes",
                    "symbol: [Module] Site",
                    "symbol: [Event] Look at it",
                    "symbol: [Variable] zone",
                    "symbol: [Event] Lower the TTL",
                    "stopped: yes",
                }
            )
        );
    }
}
