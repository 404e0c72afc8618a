using System.Buffers;
using System.Text.Json;
using RunbookDsl.Engine;

namespace RunbookDsl.Cli;

/// <summary>
/// A plan fixed by <c>plan --out</c> for <c>exec --plan</c>: the script with its parameters, and the
/// fingerprint that it must
/// still have when it is executed.
/// </summary>
internal sealed record PlanFile(
    string Script,
    IReadOnlyDictionary<string, string> Parameters,
    DateTimeOffset? WindowStart,
    string Fingerprint
)
{
    /// <summary>Where it was read from.</summary>
    public required string Path { get; init; }

    /// <summary>Fingerprints of the steps by id.</summary>
    public required IReadOnlyDictionary<string, string> Steps { get; init; }

    /// <summary>Refuses a plan that is not the one that was fixed.</summary>
    /// <exception cref="ScriptChangedException">It differs; the message says in what.</exception>
    public void Check(Plan plan)
    {
        if (plan.Hash == Fingerprint)
            return;
        var left = new Dictionary<string, string>(Steps);
        var differences = new List<string>();
        foreach (var step in plan.Steps)
            if (!left.Remove(step.Id, out var before))
                differences.Add($"added '{step.Id}'");
            else if (before != step.Fingerprint)
                differences.Add($"changed '{step.Id}'");
        foreach (var id in left.Keys)
            differences.Add($"removed '{id}'");
        if (differences.Count == 0)
            differences.Add("the title, the window or a parameter changed");
        throw new ScriptChangedException(
            $"{plan.ScriptPath} no longer makes the plan fixed in {Path} ({Fingerprint}, now {plan.Hash}): "
                + $"{string.Join("; ", differences)}. Nothing was executed. "
                + "Look at it with `runbook plan` and fix it again "
                + "with --out.",
            differences
        );
    }

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
            var steps = new Dictionary<string, string>();
            foreach (var step in root.GetProperty("steps").EnumerateArray())
                steps[step.GetProperty("id").GetString()!] = step.GetProperty("fingerprint").GetString()!;
            var start = root.GetProperty("windowStart");
            return new PlanFile(
                root.GetProperty("script").GetString()!,
                parameters,
                start.ValueKind == JsonValueKind.Null ? null : start.GetDateTimeOffset(),
                root.GetProperty("fingerprint").GetString()!
            )
            {
                Path = path,
                Steps = steps,
            };
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
