using System.Text;
using System.Text.Json;

namespace RunbookDsl.Hosts;

/// <summary>Messages of a unit in systemd's journal.</summary>
internal sealed class JournalLog(HostLog log) : LogSource
{
    private const string Mark = "-- cursor: ";

    public override async Task<string> EndAsync(StepContext context, CancellationToken cancellation)
    {
        var said = await Call("find the end of", "--lines=0", "--show-cursor")
            .AskAsync(context, cancellation)
            .ConfigureAwait(false);
        var line = said.Output.Split('\n').FirstOrDefault(l => l.StartsWith(Mark, StringComparison.Ordinal));
        return line is null
            ? throw new OperationFailedException(
                $"journalctl on {log.Host} shows no cursor: its journal is empty, or not to be read"
            )
            : line[Mark.Length..].Trim();
    }

    public override Task ReadRecentAsync(
        StepContext context,
        LogErrors errors,
        CancellationToken cancellation
    ) => ReadAsync(context, "--since=-1h", errors, cancellation);

    public override async Task<string?> ReadSinceAsync(
        StepContext context,
        string cursor,
        LogErrors errors,
        CancellationToken cancellation
    )
    {
        await ReadAsync(context, $"--after-cursor={cursor}", errors, cancellation).ConfigureAwait(false);
        return null;
    }

    private async Task ReadAsync(
        StepContext context,
        string from,
        LogErrors errors,
        CancellationToken cancellation
    )
    {
        string[] which = log.Errors is { } pattern
            ? [$"--grep={pattern}", "--case-sensitive=false"]
            : ["--priority=err"];
        var call = Call(
            "read",
            [.. (string[])[$"--unit={log.Unit}", from, "--output=json", "--output-fields=MESSAGE"], .. which]
        );
        var said = await (call with { OnLine = line => Take(line, errors) })
            .AskAsync(context, cancellation)
            .ConfigureAwait(false);
        // With --grep it says 1 when nothing matches, and nothing else.
        if (said.ExitCode != 0 && (log.Errors is null || said.Error.Trim().Length > 0))
            throw new OperationFailedException($"cannot read the {log.Name}: {said.Error.Trim()}");
    }

    private HostCall Call(string what, params string[] options) =>
        new(log.Host, $"{what} the {log.Name}", ["journalctl", "--no-pager", "--quiet", .. options])
        {
            AsRoot = true,
            Answers = [1],
        };

    private static void Take(string line, LogErrors errors)
    {
        if (line is not ['{', ..])
            return;
        try
        {
            using var entry = JsonDocument.Parse(line);
            errors.Take(
                entry.RootElement.TryGetProperty("MESSAGE", out var message) ? Text(message) : "(no message)"
            );
        }
        catch (JsonException)
        {
            errors.Take(line);
        }
    }

    // Bytes that are no UTF-8 come as numbers, and what is longer than 4 KiB as null.
    private static string Text(JsonElement message) =>
        message.ValueKind switch
        {
            JsonValueKind.String => message.GetString()!,
            JsonValueKind.Array when message.EnumerateArray().All(b => b.TryGetByte(out _)) =>
                Encoding.UTF8.GetString([.. message.EnumerateArray().Select(b => b.GetByte())]),
            _ => "(a message that is too long to be shown)",
        };
}
