using System.Text.Json;

namespace RunbookDsl.Journal;

/// <summary>An owner as JSON: in the lock file and in the first line of a segment.</summary>
internal static class OwnerFormat
{
    internal static void Write(LineBuffer to, Owner owner)
    {
        to.Raw("{\"operator\":"u8).Text(owner.Operator).Raw(",\"host\":"u8).Text(owner.Host);
        to.Raw(",\"pid\":"u8).Number(owner.Pid).Raw(",\"pid_start\":"u8).Number(owner.PidStart);
        to.Raw(",\"boot_id\":"u8).Text(owner.BootId);
        if (owner.MachineId.Length > 0)
            to.Raw(",\"machine_id\":"u8).Text(owner.MachineId);
        to.Raw(",\"since\":\""u8).Time(owner.Since).Raw("\"}"u8);
    }

    /// <summary>Null if the bytes are not (yet) an owner.</summary>
    internal static Owner? Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return Read(document.RootElement);
        }
        catch (Exception e)
            when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    internal static Owner Read(JsonElement owner) =>
        new(
            owner.GetProperty("operator"u8).GetString()!,
            owner.GetProperty("host"u8).GetString()!,
            owner.GetProperty("pid"u8).GetInt32(),
            owner.GetProperty("pid_start"u8).GetInt64(),
            owner.GetProperty("boot_id"u8).GetString()!,
            owner.GetProperty("since"u8).GetDateTimeOffset()
        )
        {
            MachineId = owner.TryGetProperty("machine_id"u8, out var id) ? id.GetString() ?? "" : "",
        };
}
