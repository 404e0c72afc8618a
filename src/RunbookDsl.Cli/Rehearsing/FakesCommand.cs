using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using RunbookDsl.Testing;
using RunbookDsl.Testing.Apis;

namespace RunbookDsl.Cli;

/// <summary>
/// <c>runbook fakes</c>: what the systems of a throw-away world know, and how well the real answer is known.
/// </summary>
internal static class FakesCommand
{
    private const int Columns = 80;
    private const int NameWidth = 32;

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Task<int> RunAsync(Invocation invocation, Session session)
    {
        var operations = ApiCatalogue.All();
        if (invocation.Has("--json"))
            RunJson.Print(session.Out, w => Write(w, operations));
        else
            Tell(session.Out, operations);
        return Task.FromResult(ExitCodes.Done);
    }

    private static void Tell(TextSink output, IReadOnlyList<ApiOperation> operations)
    {
        foreach (var provider in operations.GroupBy(o => o.Provider))
        {
            output.Line(
                string.Create(CultureInfo.InvariantCulture, $"{provider.Key}, {provider.Count()} operations")
            );
            foreach (var operation in provider)
                output.Line(Line(operation));
            output.Line("");
        }
        foreach (var ability in WorldAbilities.All)
        {
            output.Line($"{ability.System}, {ability.What}");
            foreach (var line in WrappedText.Of(string.Join(' ', ability.Names), Columns - 2))
                output.Line("  " + line);
            output.Line("");
        }
        output.Line("R seen on the wire, S the vendor's own source, D documentation, K general");
        output.Line("knowledge; * is meant to change something. What is not listed fails a rehearsal.");
    }

    private static string Line(ApiOperation operation)
    {
        var name = $"  {operation.Evidence} {(operation.IsChange ? '*' : ' ')} {operation.Operation}";
        var how = $"{operation.Method, -6} {operation.Pattern}";
        return name.Length < NameWidth && NameWidth + how.Length <= Columns
            ? name.PadRight(NameWidth) + how
            : $"{name}\n        {how}";
    }

    private static void Write(Utf8JsonWriter w, IReadOnlyList<ApiOperation> operations)
    {
        w.WriteStartObject();
        w.WriteStartArray("operations");
        foreach (var operation in operations)
        {
            w.WriteStartObject();
            w.WriteString("provider", operation.Provider);
            w.WriteString("operation", operation.Operation);
            w.WriteString("method", operation.Method);
            w.WriteString("pattern", operation.Pattern);
            w.WriteBoolean("change", operation.IsChange);
            w.WriteString("evidence", $"{operation.Evidence}");
            w.WriteEndObject();
        }
        w.WriteEndArray();
        w.WriteStartArray("abilities");
        foreach (var ability in WorldAbilities.All)
        {
            w.WriteStartObject();
            w.WriteString("system", ability.System);
            w.WriteString("what", ability.What);
            w.WriteStartArray("names");
            foreach (var name in ability.Names)
                w.WriteStringValue(name);
            w.WriteEndArray();
            w.WriteEndObject();
        }
        w.WriteEndArray();
        w.WriteEndObject();
    }
}
