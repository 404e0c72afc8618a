namespace RunbookDsl.Conventions.Tests.Words;

/// <summary>No machine's paths, no registry's hosts, nothing left unfinished.</summary>
internal sealed class TextTests
{
    [Test]
    public void Tracked_text_is_finished_and_belongs_to_no_machine() =>
        Look.At(Repository.Files.Where(TextRules.IsText), f => TextRules.Check(f, Repository.Text(f)));

    [Test]
    public void UnfinishedWord_IsCaught() =>
        Look.Caught(
            TextRules.Check("a.md", "fine\n// TO" + "DO later\nHA" + "CKED is another word"),
            "a.md(2): TO" + "DO: finish it, or file an issue"
        );

    [Test]
    public void MachinePath_IsCaught()
    {
        var text = "/wo" + "rk/main\nsrc/ho" + "me/page/\nin /ho" + "me/ada/x\n`/ro" + "ot/.nuget`\n/works/";
        Look.Caught(
            TextRules.Check("a.md", text),
            "a.md(1): /wo" + "rk/: a path of one machine",
            "a.md(3): /ho" + "me/ada/: a path of one machine",
            "a.md(4): /ro" + "ot/: a path of one machine"
        );
    }

    [Test]
    public void RegistryHost_IsCaught() =>
        Look.Caught(
            TextRules.Check("a.props", "<add value=\"https://api.Nuget" + ".org/v3\" />"),
            "a.props(1): nuget" + ".org: the registry is the machine's setting, not the project's"
        );

    [Test]
    public void Pictures_AreNotRead() =>
        Assert.That(
            (bool[])[TextRules.IsText("a.png"), TextRules.IsText("a.cs")],
            Is.EqualTo((bool[])[false, true])
        );
}
