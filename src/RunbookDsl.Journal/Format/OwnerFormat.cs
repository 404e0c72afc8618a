using System.Text.Json;

namespace RunbookDsl.Journal;

/// <summary>An owner as JSON: in the lock file and in the first line of a segment.</summary>
internal static class OwnerFormat
{
    internal static void Write(LineBuffer to, Owner owner)
    {
        to.Raw("{\"operator\":"u8).Text(owner.Operator).Raw(",\"host\":"u8).Text(owner.Host);
        to.Raw(",\"pid\":"u8).Number(owner.Pid).Raw(",\"pid_start\":"u8).Number(owner.PidStart);
        to.Raw(",\"boot_id\":"u8).Text(owner.BootId).Raw(",\"since\":\""u8).Time(owner.Since).Raw("\"}"u8);
    }

    /// <summary>Null if the bytes are not (yet) an owner.</summary>
    internal static Owner? Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var o = document.RootElement;
            return new Owner(
                o.GetProperty("operator"u8).GetString()!,
                o.GetProperty("host"u8).GetString()!,
                o.GetProperty("pid"u8).GetInt32(),
                o.GetProperty("pid_start"u8).GetInt64(),
                o.GetProperty("boot_id"u8).GetString()!,
                o.GetProperty("since"u8).GetDateTimeOffset()
            );
        }
        catch (Exception e)
            when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }
}
