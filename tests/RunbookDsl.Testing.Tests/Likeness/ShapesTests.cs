using System.Text.Json;

namespace RunbookDsl.Testing.Tests;

internal sealed class ShapesTests
{
    [TestCase("12 rows in 3.4s", "# rows in #")]
    [TestCase("www A 192.0.2.1, ttl=300.", "www A #, #.")]
    [TestCase("nothing to do", "nothing to do")]
    [TestCase("(4711) \"v1.2\"", "(#) \"#\"")]
    [TestCase("  ", "")]
    public void OfLine_Values_AreMarks(string line, string shape) =>
        Assert.That(Shapes.OfLine(line), Is.EqualTo(shape));

    [Test]
    public void OfLines_OneShapeInARow_CountsOnce() =>
        Assert.That(Shapes.OfLines(["1 up", "2 up", "down", "3 up"]), Is.EqualTo(["# up", "down", "# up"]));

    [TestCase("""{"rows": 3, "path": "/a", "ok": true, "of": [1, 2], "no": null, "e": []}""")]
    public void OfValue_NamesAndKinds(string json)
    {
        using var document = JsonDocument.Parse(json);
        Assert.That(
            Shapes.OfValue(document.RootElement),
            Is.EqualTo("{rows: number, path: text, ok: yes or no, of: [number], no: nothing, e: []}")
        );
    }

    [Test]
    public void WrappedText_Of_BreaksAtSpaces() =>
        Assert.That(WrappedText.Of("aa bb\ncccccc d", 5), Is.EqualTo(["aa bb", "cccccc", "d"]));
}
