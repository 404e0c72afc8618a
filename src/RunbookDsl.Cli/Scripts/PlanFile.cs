using System.Buffers;
using System.Text.Json;

namespace RunbookDsl.Cli;

/// <summary>
/// A plan fixed by <c>plan --out</c> for <c>exec --plan</c>: the script with its parameters, and the fingerprint that it must
/// still have when it is executed.
/// </summary>
internal sealed record PlanFile(
    string Script,
    IReadOnlyDictionary<string, string> Parameters,
    DateTimeOffset? WindowStart,
    string Fingerprint
)
{
    public static void Write(string path, Plan plan)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (
            var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n" })
        )
            PlanJson.Write(writer, plan);
        try
        {
            File.WriteAllBytes(path, [.. buffer.WrittenSpan, (byte)'\n']);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"the plan cannot be written to {path}: {e.Message}");
        }
    }

    public static PlanFile Read(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            var root = document.RootElement;
            var parameters = new Dictionary<string, string>();
            foreach (var parameter in root.GetProperty("parameters").EnumerateArray())
                if (parameter.GetProperty("value").GetString() is { } value)
                    parameters[parameter.GetProperty("name").GetString()!] = value;
            var start = root.GetProperty("windowStart");
            return new PlanFile(
                root.GetProperty("script").GetString()!,
                parameters,
                start.ValueKind == JsonValueKind.Null ? null : start.GetDateTimeOffset(),
                root.GetProperty("fingerprint").GetString()!
            );
        }
        catch (Exception e)
            when (e
                    is IOException
                        or UnauthorizedAccessException
                        or JsonException
                        or KeyNotFoundException
                        or InvalidOperationException
                        or FormatException
            )
        {
            throw new UsageException($"{path} is no plan made by `runbook plan --out`: {e.Message}");
        }
    }
}
