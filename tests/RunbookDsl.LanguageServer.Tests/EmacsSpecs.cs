namespace RunbookDsl.LanguageServer.Tests;

/// <summary>Emacs with eglot as Debian packages them, in batch mode.</summary>
internal sealed class EmacsSpecs
{
    [Test, CancelAfter(300_000)]
    public async Task Eglot_completes_hovers_mends_goes_to_definitions_and_renames()
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
            "emacs",
            "--batch",
            "--load",
            Path.Combine(AppContext.BaseDirectory, "Clients", "emacs.el")
        );
        Assert.That(
            said,
            Is.EqualTo(
                new[]
                {
                    "diagnostics: CS0103",
                    "code action: Write 'Step'",
                    "mended: Step(\"Look at it\").Manual(\"Look\");",
                    "completion: Dump | DumpGlobals",
                    "hover: - undoes: set the records to what they were before",
                    "definition: names.csx",
                    "renamed: var zoneName = \"a.example\";",
                    "stopped: yes",
                }
            )
        );
    }
}
