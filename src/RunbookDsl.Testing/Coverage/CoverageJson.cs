using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace RunbookDsl.Testing;

/// <summary>Coverage for other programs.</summary>
internal static class CoverageJson
{
    private static readonly JsonWriterOptions Options = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Of(CoverageReport report)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Options))
        {
            json.WriteStartObject();
            json.WriteString("runbook", report.Runbook);
            json.WriteNumber("declared", report.Declared);
            json.WriteNumber("rehearsed", report.Rehearsed);
            json.WriteNumber("percent", report.Percent);
            json.WriteStartArray("cells");
            foreach (var row in report.Rows)
                Write(json, row);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length) + "\n";
    }

    private static void Write(Utf8JsonWriter json, CoverageRow row)
    {
        var cell = row.Cell;
        json.WriteStartObject();
        json.WriteString("name", cell.Name);
        json.WriteString("kind", Words.Of(cell.Kind));
        json.WriteString("step", cell.Step);
        json.WriteString("what", cell.What);
        json.WriteBoolean("rehearsed", row.IsRehearsed);
        json.WriteString("file", cell.Where.File);
        json.WriteNumber("line", cell.Where.Line);
        json.WriteNumber("column", cell.Where.Column);
        json.WriteEndObject();
    }
}
