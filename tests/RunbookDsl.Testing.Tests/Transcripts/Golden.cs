namespace RunbookDsl.Testing.Tests.Transcripts;

/// <summary>Whole texts that are too wide for source: files beside the tests.</summary>
internal static class Golden
{
    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Golden");

    public static void Check(string name, string text)
    {
        var file = Path.Combine(Folder, $"{name}.txt");
        var wanted = File.Exists(file) ? File.ReadAllText(file) : "";
        if (text != wanted)
            File.WriteAllText(Path.Combine(Folder, $"{name}.received"), text);
        Assert.That(text, Is.EqualTo(wanted), $"see {name}.received in {Folder}");
    }
}
