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
        while (json.Span is [.., (byte)'\n'])
            json = json[..^1];
        var o = new FlatJson(json);
        return
            o.Text("operator"u8) is { } name
            && o.Text("host"u8) is { } host
            && o.Number("pid"u8) is { } pid and <= int.MaxValue
            && o.Number("pid_start"u8) is { } start
            && o.Text("boot_id"u8) is { } boot
            && o.Time("since"u8) is { } since
            ? new Owner(name, host, (int)pid, start, boot, since) { MachineId = o.Text("machine_id"u8) ?? "" }
            : null;
    }
}
