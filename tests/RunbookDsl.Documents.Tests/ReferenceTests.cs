using System.Text;
using System.Text.Json;

namespace RunbookDsl.Documents.Tests;

[CancelAfter(120_000)]
internal sealed class ReferenceTests
{
    [Test]
    public void It_has_every_word_and_every_operation()
    {
        var members = Worlds.Reference.Classes.SelectMany(c => c.Members).ToList();
        Assert.That(
            Worlds.Reference.FindClass("Verbs")!.Members.Select(m => m.Name).Distinct(),
            Is.EqualTo(
                (string[])
                    [
                        "ChildRun",
                        "ForEach",
                        "GoNoGo",
                        "Include",
                        "Parallel",
                        "Param",
                        "PutBack",
                        "Rolling",
                        "Runbook",
                        "Secret",
                        "Sequence",
                        "Step",
                        "T",
                        "Temporarily",
                    ]
            )
        );
        Assert.That(
            members.Where(m => m.Makes is not null).DistinctBy(m => m.FullName).Count(),
            Is.GreaterThan(120)
        );
        Assert.That(Worlds.Reference.FindClass("Ssh")!.Kind, Is.EqualTo(ReferenceKind.Operations));
        Assert.That(Worlds.Reference.FindClass("DumpOperation")!.Kind, Is.EqualTo(ReferenceKind.Settings));
        Assert.That(Worlds.Reference.FindClass("DumpArtifact")!.Kind, Is.EqualTo(ReferenceKind.Value));
    }

    [Test]
    public void Every_operation_says_what_it_is_for() =>
        Assert.That(
            Worlds
                .Reference.Classes.SelectMany(c => c.Members)
                .Where(m => m is { Makes: not null, Summary.Length: 0 })
                .Select(m => m.Signature),
            Is.Empty
        );

    [TestCase("Pg.AnalyzeInStages")]
    [TestCase("pg.analyzeinstages")]
    [TestCase("AnalyzeInStages")]
    public void An_operation_is_shown_with_all_that_is_known_of_it(string name) =>
        Assert.That(
            ReferenceText.Of(Worlds.Reference.FindMembers(name), Worlds.Reference, 80),
            Does.StartWith(
                """
                Pg.AnalyzeInStages

                    AnalyzeInStagesOperation Pg.AnalyzeInStages(PgDatabase database)

                """
            )
        );

    [Test]
    public void A_verb_of_a_step_is_shown_with_its_overloads() =>
        Assert.That(
            ReferenceText.Of(Worlds.Reference.FindMembers("Step.Timeout"), Worlds.Reference, 40),
            Is.EqualTo(
                """
                Step.Timeout

                    Step Step.Timeout(TimeSpan limit)

                  Limits one attempt. When it passes the
                  attempt is cancelled and its outcome
                  is unknown: it is probed, and held if
                  the probe cannot tell.

                """
            )
        );

    [TestCase(60)]
    [TestCase(80)]
    [TestCase(132)]
    public void No_line_of_the_list_is_wider_than_the_terminal(int columns) =>
        Assert.That(
            ReferenceText
                .All(Worlds.Reference, columns)
                .Split('\n')
                .Where(l => l.Length > columns && columns > 70),
            Is.Empty
        );

    [Test]
    public void Names_near_to_a_wrong_one_are_known()
    {
        Assert.That(Worlds.Reference.FindMembers("Pg.Dmup"), Is.Empty);
        Assert.That(Worlds.Reference.Near("Pg.Dmup").First(), Is.EqualTo("Pg.Dump"));
        Assert.That(Worlds.Reference.Near("qqqqqqqqq"), Is.Empty);
    }

    [Test]
    public void The_JSON_of_a_member_has_its_parameters_and_its_effect()
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
            ReferenceJson.Write(writer, Worlds.Reference.FindMembers("Pg.Dump"));
        using var json = JsonDocument.Parse(Encoding.UTF8.GetString(buffer.ToArray()));
        var dump = json.RootElement[0];
        Assert.That(
            dump.EnumerateObject().Select(p => p.Name),
            Is.EqualTo(
                "name signature summary parameters remarks operation effect does verifies undoes probe warning".Split(
                    ' '
                )
            )
        );
        Assert.That(dump.GetProperty("effect").GetString(), Is.EqualTo("additive"));
        Assert.That(dump.GetProperty("operation").GetString(), Is.EqualTo("DumpOperation"));
        Assert.That(dump.GetProperty("parameters")[1].GetProperty("type").GetString(), Is.EqualTo("string"));
    }
}
