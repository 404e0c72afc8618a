using System.Text;
using System.Text.Json;

namespace RunbookDsl.Scripting.Editing;

/// <summary>
/// Gives editors that know plain C# scripts (OmniSharp, csi) the world a runbook sees: the same references
/// and usings, in a response file that <c>omnisharp.json</c> points to.
/// </summary>
public static class EditorResponseFile
{
    /// <summary>Name of the response file.</summary>
    public const string FileName = "runbook.rsp";

    /// <summary>Name of the editor's settings file.</summary>
    public const string SettingsName = "omnisharp.json";

    /// <summary>
    /// Writes both files into <paramref name="directory"/>, replacing an older response file. Settings that
    /// are there already are left alone, since they may hold the user's own.
    /// </summary>
    /// <param name="directory">Absolute directory of the scripts; made if absent.</param>
    /// <param name="options">The host's, so that editor and host agree.</param>
    /// <returns>Absolute paths of the files written.</returns>
    public static IReadOnlyList<string> Write(string directory, ScriptHostOptions options)
    {
        Directory.CreateDirectory(directory);
        var response = Path.Combine(directory, FileName);
        File.WriteAllText(response, ResponseText(options));
        var settings = Path.Combine(directory, SettingsName);
        if (File.Exists(settings))
        {
            return [response];
        }

        File.WriteAllBytes(settings, SettingsText(response));
        return [response, settings];
    }

    internal static string ResponseText(ScriptHostOptions options)
    {
        var text = new StringBuilder();
        foreach (var path in options.SharedAssemblies)
        {
            text.Append("/r:\"").Append(path).Append("\"\n");
        }

        foreach (var import in options.Imports)
        {
            text.Append("/u:").Append(import).Append('\n');
        }

        return text.ToString();
    }

    private static byte[] SettingsText(string response)
    {
        using var stream = new MemoryStream();
        using (
            var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" })
        )
        {
            writer.WriteStartObject();
            writer.WriteStartObject("script");
            writer.WriteBoolean("enabled", true);
            writer.WriteBoolean("enableScriptNuGetReferences", false);
            writer.WriteString("defaultTargetFramework", "net10.0");
            writer.WriteString("rspFilePath", response);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }
}
