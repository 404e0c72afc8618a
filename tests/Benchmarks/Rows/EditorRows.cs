using System.Diagnostics;
using System.Globalization;
using System.Text;
using Benchmarks.Measuring;
using Benchmarks.Report;

namespace Benchmarks.Rows;

/// <summary>The language server over a runbook of 400 lines with three loaded files.</summary>
internal static class EditorRows
{
    private const int Typed = 1000;
    private const int Edits = 10_000;
    private const int Starts = 5;
    private const double DelayMilliseconds = 150;

    public static Row[] All(Places places) =>
        [
            new(
                "editor",
                "Completion in the editor, warm: 95 of 100 within 50 ms.",
                notes => Measure(places, notes)
            ),
        ];

    private static List<Finding> Measure(Places places, List<string> notes)
    {
        var folder = Path.Combine(places.Scratch, "editor");
        var file = Write(folder);
        var firsts = new List<double>();
        for (var start = 0; start < Starts; start++)
        {
            var began = Stopwatch.GetTimestamp();
            using var once = new EditorClient(places, file);
            once.Complete();
            firsts.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }
        using var editor = new EditorClient(places, file);
        editor.Complete();
        var (completions, hovers, diagnostics) = Type(editor);
        var memory = Memory(editor, notes);
        notes.Add(
            $"Diagnostics are counted from the key to their arrival, less the {DelayMilliseconds:0} ms that the "
                + "server waits for the next key."
        );
        return
        [
            new("first completion, from the start of the process", "ms", Spread.Of(firsts), Starts),
            new("completion after each of 1,000 keys", "ms", Spread.Of(completions), completions.Count),
            new("95 of 100 of them within", "ms", Spread.Of([Percentile(completions)]), 1) { Budget = 50 },
            new("hover", "ms", Spread.Of(hovers), hovers.Count),
            new("95 of 100 of them within", "ms", Spread.Of([Percentile(hovers)]), 1),
            new("diagnostics after a pause", "ms", Spread.Of(diagnostics), diagnostics.Count),
            new("95 of 100 of them within", "ms", Spread.Of([Percentile(diagnostics)]), 1),
            new($"resident memory over {Edits:N0} edits", "MiB", Spread.Of(memory), memory.Count),
        ];
    }

    private static (List<double>, List<double>, List<double>) Type(EditorClient editor)
    {
        var (completions, hovers, diagnostics) = (new List<double>(), new List<double>(), new List<double>());
        for (var key = 0; key < Typed; key++)
        {
            // A new name every 20 keys; it is unknown, so each key changes what is wrong.
            if (key % 20 == 0)
                editor.NewLine();
            var pressed = Stopwatch.GetTimestamp();
            editor.Key((char)('a' + (key % 26)));
            editor.Complete();
            completions.Add(Stopwatch.GetElapsedTime(pressed).TotalMilliseconds);
            if (key % 5 == 0)
            {
                var asked = Stopwatch.GetTimestamp();
                editor.Hover();
                hovers.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
            }
            if (key % 20 == 19)
            {
                editor.AwaitDiagnostics();
                diagnostics.Add(Stopwatch.GetElapsedTime(pressed).TotalMilliseconds - DelayMilliseconds);
            }
        }
        return (completions, hovers, diagnostics);
    }

    private static List<double> Memory(EditorClient editor, List<string> notes)
    {
        var memory = new List<double> { editor.Resident() };
        for (var edit = 1; edit <= Edits; edit++)
        {
            if (edit % 40 == 0)
                editor.DeleteLine();
            else
                editor.Key('x');
            if (edit % 10 == 0)
                editor.Complete();
            if (edit % 1000 == 0)
            {
                editor.AwaitDiagnostics();
                memory.Add(editor.Resident());
            }
        }
        notes.Add(
            string.Create(
                CultureInfo.InvariantCulture,
                $"Resident: {memory[0]:0} MiB after 1,000 keys, {memory[^1]:0} MiB after {Edits:N0} edits more."
            )
        );
        return memory;
    }

    private static double Percentile(List<double> values) =>
        values.Order().ElementAt((int)Math.Ceiling(values.Count * 0.95) - 1);

    private static string Write(string folder)
    {
        Directory.CreateDirectory(folder);
        var text = new StringBuilder();
        for (var part = 1; part <= 3; part++)
        {
            text.Append(CultureInfo.InvariantCulture, $"#load \"part{part}.csx\"\n");
            var loaded = new StringBuilder();
            for (var i = 0; i < 20; i++)
                loaded.Append(
                    CultureInfo.InvariantCulture,
                    $$"""
                    record Part{{part}}Fact{{i}}(string Name, int Size);
                    string Part{{part}}Name{{i}}(string of) => $"{of}-{{i}}";
                    var part{{part}}Value{{i}} = Part{{part}}Name{{i}}("a");

                    """
                );
            File.WriteAllText(Path.Combine(folder, $"part{part}.csx"), loaded.ToString());
        }
        text.Append(
            "Runbook(\"Large\").Purpose(\"p\").Owner(\"o\").Window(\"2026-12-05 06:00Z\", 4.Hours);\n"
        );
        text.Append("var db = Pg.Database(Secret(\"DATABASE_URL\"));\nvar web = Ssh.Host(\"web-1\");\n");
        for (var step = 0; step < 98; step++)
            text.Append(
                CultureInfo.InvariantCulture,
                $$"""
                var dump{{step}} = Step($"Dump {{step}} {part1Value{{step % 20}}}")
                    .At(T + {{step}}.Minutes)
                    .Run(Pg.Dump(db, "backups/{{step}}"))
                    .Verify(d => d.Bytes > {{step}});

                """
            );
        text.Append("Step(\"Look\").Manual(\"Look at it\");\n");
        var file = Path.Combine(folder, "large.csx");
        File.WriteAllText(file, text.ToString());
        return file;
    }
}
