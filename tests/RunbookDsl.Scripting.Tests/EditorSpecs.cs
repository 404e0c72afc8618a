using System.Text.Json;
using Microsoft.CodeAnalysis.CSharp;
using RunbookDsl.Scripting.Editing;

namespace RunbookDsl.Scripting.Tests;

[CancelAfter(30_000)]
internal sealed class EditorSpecs
{
    [Test]
    public void The_compilers_own_parser_reads_the_same_world_from_the_response_file()
    {
        using var folder = new ScriptFolder();
        var directory = folder.PathOf("with space");
        var written = EditorResponseFile.Write(directory, folder.Options);
        Assert.That(
            written.Select(f => Path.GetRelativePath(folder.Root, f)),
            Is.EqualTo(new[] { "with space/runbook.rsp", "with space/omnisharp.json" })
        );
        var parsed = CSharpCommandLineParser.Script.Parse(
            [$"@{written[0]}", "a.csx"],
            directory,
            sdkDirectory: null
        );
        Assert.That(parsed.Errors, Is.Empty);
        Assert.That(parsed.CompilationOptions.Usings, Is.EqualTo(folder.Options.Imports));
        Assert.That(
            parsed.MetadataReferences.Select(r => r.Reference),
            Is.EqualTo(folder.Options.SharedAssemblies)
        );
        using var settings = JsonDocument.Parse(File.ReadAllBytes(written[1]));
        var script = settings.RootElement.GetProperty("script");
        Assert.That(script.GetProperty("rspFilePath").GetString(), Is.EqualTo(written[0]));
    }

    [Test]
    public void Settings_of_the_user_are_left_alone()
    {
        using var folder = new ScriptFolder();
        folder.Write("omnisharp.json", "{ }");
        Assert.That(EditorResponseFile.Write(folder.Root, folder.Options), Has.Count.EqualTo(1));
        Assert.That(File.ReadAllText(folder.PathOf("omnisharp.json")), Is.EqualTo("{ }"));
    }
}
