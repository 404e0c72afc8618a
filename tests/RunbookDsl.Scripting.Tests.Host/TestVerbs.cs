using System.Runtime.CompilerServices;

namespace TestLanguage;

/// <summary>A language of two verbs, imported by the tests' scripts as the real one is.</summary>
public static class TestVerbs
{
    private static readonly AsyncLocal<List<string>?> Session = new();

    private static readonly AsyncLocal<Func<string, string>?> Including = new();

    /// <summary>What <see cref="Include"/> does in this flow of control.</summary>
    public static Func<string, string>? OnInclude
    {
        get => Including.Value;
        set => Including.Value = value;
    }

    /// <summary>Where the verbs write during one run.</summary>
    public static List<string> Begin() => Session.Value = [];

    /// <summary>Notes a step with the position it was written at.</summary>
    public static void Step(
        string name,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0,
        [CallerArgumentExpression(nameof(name))] string text = ""
    ) => Session.Value!.Add($"{name} {Path.GetFileName(file)}:{line} {text}");

    /// <summary>Runs another script while this one runs.</summary>
    public static string Include(string path) => OnInclude!(path);

    extension(int count)
    {
        /// <summary>So many hours.</summary>
        public TimeSpan Hours => TimeSpan.FromHours(count);
    }
}
