using System.Xml.Linq;
using RunbookDsl.Conventions.Tests.Surface;

namespace RunbookDsl.Conventions.Tests.Docs;

/// <summary>Doc comments of what authors use.</summary>
internal sealed class DocTests
{
    // What authors and testers of runbooks see; the other assemblies are the product's own business.
    private static readonly string[] Documented =
    [
        "RunbookDsl",
        "RunbookDsl.Postgres",
        "RunbookDsl.Http",
        "RunbookDsl.Deployment",
        "RunbookDsl.Dns",
        "RunbookDsl.Notify",
        "RunbookDsl.Testing",
    ];

    [Test]
    public void Public_members_are_documented_beyond_their_names() =>
        Look.At(
            BuiltAssembly
                .All.Where(a => Documented.Contains(a.Name))
                .SelectMany(a => PublicApi.Of(a).Types.Select(type => (Type: type, Docs: a.Documentation))),
            found => DocRules.Type(found.Type, found.Docs)
        );

    [Test]
    public void MissingShortAndEchoingSummaries_AreCaught()
    {
        const string Source = """
            public class Backup
            {
                public int Missing() => 0;
                public int Short() => 0;
                public int RetryLimit { get; set; }
                public int Fine() => 0;
                public override string ToString() => "";
                public int Inherited() => 0;
            }
            public record Data(int Bytes, int Rows);
            """;
        var docs = Docs(
            ("T:Backup", "<summary>What came out of the database.</summary>"),
            ("M:Backup.Short", "<summary>Short one.</summary>"),
            ("P:Backup.RetryLimit", "<summary>Gets or sets the retry limit of the backup.</summary>"),
            (
                "M:Backup.Fine",
                "<summary>Reads the file again, through <see cref=\"T:System.IO.File\" />.</summary>"
            ),
            ("M:Backup.Inherited", "<inheritdoc />"),
            ("T:Data", "<summary>Size of a dump.</summary><param name=\"Bytes\">On disk.</param>")
        );
        Look.Caught(
            PublicApi.Of(Source).Types.SelectMany(t => DocRules.Type(t, docs)),
            "M:Backup.Missing: has no doc comment",
            "P:Backup.RetryLimit: the summary \"Gets or sets the retry limit of the "
                + "backup.\" only repeats the name",
            "M:Backup.Short: the summary \"Short one.\" says too little, at least 3 words",
            "P:Data.Rows: has no doc comment"
        );
    }

    [TestCase("The name of the step", "Name", "Step", true)]
    [TestCase("Returns whether this is done.", "IsDone", "Probe", true)]
    [TestCase("Shown to operators; at most 80 characters.", "Name", "Step", false)]
    public void Echo_IsRecognised(string summary, string member, string type, bool echo) =>
        Assert.That(DocRules.IsEcho(summary, member, type), Is.EqualTo(echo));

    private static Dictionary<string, XElement> Docs(params (string Id, string Xml)[] members) =>
        members.ToDictionary(m => m.Id, m => XElement.Parse($"<member>{m.Xml}</member>"));
}
