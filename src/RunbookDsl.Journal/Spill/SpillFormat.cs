using System.Text.Json;

namespace RunbookDsl.Journal;

/// <summary>A spilled outcome as one line that carries its own hash.</summary>
internal static class SpillFormat
{
    internal static LineBuffer Line(SpilledOutcome outcome)
    {
        var line = new LineBuffer();
        line.Raw("{\"v\":1,\"at\":\""u8).Time(outcome.At).Raw("\",\"run\":"u8).Text(outcome.RunId);
        line.Raw(",\"t\":"u8).Text(outcome.Type).Raw(",\"step\":"u8).Text(outcome.Step);
        line.Raw(",\"attempt\":"u8).Number(outcome.Attempt).Raw(",\"seq\":"u8).Number(outcome.Head.Seq);
        line.Raw(",\"head\":"u8).Text(outcome.Head.Hash).Raw(",\"by\":"u8).Text(outcome.Operator);
        line.Raw(",\"journal\":"u8).Text(outcome.Journal).Raw(",\"body\":"u8).Raw(outcome.Body.Span);
        Span<byte> own = stackalloc byte[ChainHash.Length];
        LineFormat.Seal(line, 0, own);
        return line;
    }

    /// <summary>Null if it is not such a line, whole and as it was written.</summary>
    internal static SpilledOutcome? Read(byte[] content, string file)
    {
        if (content is not [.., (byte)'\n'] || LineSeal.Check(content.AsSpan(..^1)).IsEmpty)
            return null;
        try
        {
            using var document = JsonDocument.Parse(content);
            var root = document.RootElement;
            return new SpilledOutcome(
                Text(root, "run"),
                Text(root, "t"),
                Text(root, "step"),
                root.GetProperty("attempt").GetInt32(),
                new JournalHead(root.GetProperty("seq").GetInt64(), Text(root, "head")),
                System.Text.Encoding.UTF8.GetBytes(root.GetProperty("body").GetRawText())
            )
            {
                At = root.GetProperty("at").GetDateTimeOffset(),
                Operator = Text(root, "by"),
                Journal = Text(root, "journal"),
                File = file,
            };
        }
        catch (Exception e)
            when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private static string Text(JsonElement root, string name) => root.GetProperty(name).GetString() ?? "";
}
