using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RunbookDsl.Scripting.Tests.Codes;

/// <summary>Edits that mean nothing: a thousand of them change no step.</summary>
[CancelAfter(240_000)]
internal sealed class TriviaFuzz
{
    private const int Rounds = 100;
    private const int EditsEach = 10;

    private static readonly string[] Trivia =
    [
        " ",
        "\t",
        "\n",
        "\r\n",
        "\n\n    ",
        "/* a comment */",
        "/* two\n lines */ ",
        "// a comment\n",
        "/// <summary>x</summary>\n",
    ];

    [Test]
    public void A_thousand_edits_of_comments_and_lay_out_change_no_step()
    {
        var seed = Environment.TickCount;
        TestContext.Out.WriteLine($"seed {seed}");
        var random = new Random(seed);
        using var bench = new CodeBench();
        var before = bench.Hashes(CodeSample.Main, ("helpers.csx", CodeSample.Helpers));
        for (var round = 0; round < Rounds; round++)
        {
            var main = Edited(CodeSample.Main, random);
            var helpers = Edited(CodeSample.Helpers, random);
            Assert.That(
                bench.Hashes(main, ("helpers.csx", helpers)),
                Is.EquivalentTo(before),
                () => $"seed {seed}, round {round}:\n{main}\n--- helpers\n{helpers}"
            );
        }
    }

    private static string Edited(string text, Random random)
    {
        for (var i = 0; i < EditsEach / 2; i++)
            text = random.Next(6) switch
            {
                0 => "// Copyright somebody\n// Licensed to nobody\n" + text,
                1 => Lines(text, "\r\n"),
                2 => Lines(text, "\n"),
                3 => Indented(text, new string(' ', random.Next(1, 8))),
                _ => Inserted(text, random),
            };
        return text;
    }

    private static string Lines(string text, string end) => text.ReplaceLineEndings(end);

    private static string Indented(string text, string by) =>
        string.Join('\n', text.Split('\n').Select(l => l.Trim().Length == 0 ? l : by + l));

    // Between any two tokens outside a string.
    private static string Inserted(string text, Random random)
    {
        var options = new CSharpParseOptions(LanguageVersion.Latest, kind: SourceCodeKind.Script);
        var tokens = CSharpSyntaxTree
            .ParseText(text, options)
            .GetRoot()
            .DescendantTokens()
            .Where(t =>
                t.SpanStart > 0 && t.Parent!.FirstAncestorOrSelf<InterpolatedStringExpressionSyntax>() is null
            )
            .ToList();
        return text.Insert(tokens[random.Next(tokens.Count)].SpanStart, Trivia[random.Next(Trivia.Length)]);
    }
}
