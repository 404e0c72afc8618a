using System.Text.Json;

namespace RunbookDsl.Journal;

/// <summary>A resource's file: who has it, and the fence number that outlives every holder.</summary>
internal static class LockFormat
{
    internal static void Write(LineBuffer to, string resource, long fence, HeldLock? held)
    {
        to.Raw("{\"resource\":"u8).Text(resource).Raw(",\"fence\":"u8).Number(fence);
        if (held is not null)
        {
            to.Raw(",\"run\":"u8).Text(held.Claim.RunId).Raw(",\"epoch\":"u8).Number(held.Claim.Epoch);
            to.Raw(",\"since\":\""u8).Time(held.Since).Raw("\",\"holder\":"u8);
            OwnerFormat.Write(to, held.Holder);
        }
        to.Raw("}\n"u8);
    }

    /// <exception cref="JournalCorruptException">It is no such file.</exception>
    internal static (string Resource, long Fence, HeldLock? Held) Read(ReadOnlyMemory<byte> json, string path)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var o = document.RootElement;
            var (resource, fence) = (
                o.GetProperty("resource"u8).GetString()!,
                o.GetProperty("fence"u8).GetInt64()
            );
            if (!o.TryGetProperty("run"u8, out var run))
                return (resource, fence, null);
            var claim = new LockClaim(run.GetString()!, o.GetProperty("epoch"u8).GetInt64());
            var since = o.GetProperty("since"u8).GetDateTimeOffset();
            var owner = System.Text.Encoding.UTF8.GetBytes(o.GetProperty("holder"u8).GetRawText());
            if (OwnerFormat.Read(owner) is not { } holder)
                throw new FormatException("no holder");
            return (resource, fence, new HeldLock(resource, claim, fence, holder, since));
        }
        catch (Exception e)
            when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new JournalCorruptException(path, 1, 0, "a lock as JSON");
        }
    }
}
