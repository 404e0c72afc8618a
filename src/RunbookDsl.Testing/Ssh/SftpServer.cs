using System.Buffers.Binary;

namespace RunbookDsl.Testing;

/// <summary>
/// The SFTP subsystem of a scripted machine: version 3, on the model's files. Each file that is sent or
/// fetched, and each change of a name, is one call of the world.
/// </summary>
internal sealed class SftpServer(HostMachine machine, HostRequest request)
{
    private const int LargestPacket = 1 << 19;
    private const int LargestRead = 1 << 18;
    private const long LargestFile = 64 << 20;
    private const int MostHandles = 100;
    private const uint Ok = 0;
    private const uint End = 1;
    private const uint NoFile = 2;
    private const uint Denied = 3;
    private const uint Failure = 4;
    private const uint NotSupported = 8;
    private const string PosixRename = "posix-rename@openssh.com";

    private readonly Dictionary<string, SftpHandle> _handles = [];
    private bool _isCut;
    private int _number;

    private string Home => HostMachine.HomeOf(request.User);

    public async Task<HostEnd> RunAsync()
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(machine.Boot, request.Gone);
        try
        {
            while (await PacketAsync(ended.Token).ConfigureAwait(false) is { } packet)
            {
                var answer = await AnswerAsync(new SftpPacket(packet)).ConfigureAwait(false);
                if (_isCut)
                    return HostEnd.Cut;
                await request.Streams.Out.WriteAsync(answer.Packet()).ConfigureAwait(false);
            }
            return new(0);
        }
        catch (FormatException e)
        {
            await ShellRun
                .SayAsync(request.Streams.Error, $"sftp-server: {e.Message}\n")
                .ConfigureAwait(false);
            return new(255);
        }
        catch (OperationCanceledException)
        {
            return HostEnd.Cut;
        }
        finally
        {
            foreach (var handle in _handles.Values)
                handle.Ticket?.Dispose();
        }
    }

    private async Task<byte[]?> PacketAsync(CancellationToken cancellation)
    {
        var head = new byte[4];
        if (await request.Streams.In.ReadAtLeastAsync(head, 4, false, cancellation).ConfigureAwait(false) < 4)
            return null;
        var length = BinaryPrimitives.ReadInt32BigEndian(head);
        if (length is < 1 or > LargestPacket)
            throw new FormatException($"a packet of {length} bytes");
        var packet = new byte[length];
        await request.Streams.In.ReadExactlyAsync(packet, cancellation).ConfigureAwait(false);
        return packet;
    }

    private async Task<SftpReply> AnswerAsync(SftpPacket packet)
    {
        var kind = packet.Byte();
        if (kind == 1)
            return new SftpReply(2, null).Number(3).Text(PosixRename).Text("1");
        var id = packet.Number();
        try
        {
            return await AnswerAsync(kind, id, packet).ConfigureAwait(false);
        }
        catch (FileFault e)
        {
            var code = e.Reason switch
            {
                FileFault.Missing => NoFile,
                FileFault.Denied => Denied,
                _ => Failure,
            };
            return Status(id, code, e.Reason);
        }
    }

    private async Task<SftpReply> AnswerAsync(byte kind, uint id, SftpPacket packet)
    {
        switch (kind)
        {
            case 3:
                return await OpenAsync(id, packet).ConfigureAwait(false);
            case 4:
                return await CloseAsync(id, packet.Text()).ConfigureAwait(false);
            case 5:
                return Read(id, Handle(packet), packet.Long(), packet.Number());
            case 6:
                return Write(id, Handle(packet), packet.Long(), packet.Bytes());
            case 7 or 17:
                return Stat(id, Full(packet.Text()), kind == 17);
            case 8:
                return Stat(id, Handle(packet).Path, true);
            case 9:
                var path = Full(packet.Text());
                return await ChangeAsync(id, "setstat", path, () => SetStat(path, packet))
                    .ConfigureAwait(false);
            case 10:
                var open = Handle(packet);
                SetStat(open.Path, packet);
                return Status(id, Ok);
            case 11:
                return OpenFolder(id, Full(packet.Text()));
            case 12:
                return ReadFolder(id, Handle(packet));
            case 13:
                var file = Full(packet.Text());
                return await ChangeAsync(id, "remove", file, () => RemoveFile(file)).ConfigureAwait(false);
            case 14:
                var made = Full(packet.Text());
                return await ChangeAsync(
                        id,
                        "mkdir",
                        made,
                        () => machine.Files.MakeFolder(made, request.User)
                    )
                    .ConfigureAwait(false);
            case 15:
                var folder = Full(packet.Text());
                return await ChangeAsync(
                        id,
                        "rmdir",
                        folder,
                        () => machine.Files.Remove(folder, request.User)
                    )
                    .ConfigureAwait(false);
            case 16:
                var real = FileTree.Absolute(packet.Text(), Home);
                return new SftpReply(104, id).Number(1).Text(real).Text(real).Number(0);
            case 18:
                return await RenameAsync(id, packet, false).ConfigureAwait(false);
            case 19:
                var link = machine.Files.Find(Full(packet.Text()), false);
                return link is { Kind: FileNodeKind.Link }
                    ? new SftpReply(104, id).Number(1).Text(link.Target).Text(link.Target).Number(0)
                    : Status(id, NoFile, FileFault.Missing);
            case 20:
                // OpenSSH sends the target first, whatever the draft says.
                var target = packet.Text();
                var name = Full(packet.Text());
                return await ChangeAsync(
                        id,
                        "symlink",
                        name,
                        () => machine.Files.Link(name, target, request.User)
                    )
                    .ConfigureAwait(false);
            case 200 when packet.Text() == PosixRename:
                return await RenameAsync(id, packet, true).ConfigureAwait(false);
            default:
                return Status(id, NotSupported, "Operation unsupported");
        }
    }

    private async Task<SftpReply> OpenAsync(uint id, SftpPacket packet)
    {
        const uint Writes = 2;
        const uint Appends = 4;
        const uint Creates = 8;
        const uint Truncates = 16;
        const uint Exclusive = 32;
        var path = Full(packet.Text());
        var flags = packet.Number();
        var mode = Attributes(packet).Mode;
        var isWriting = (flags & Writes) != 0;
        var there = machine.Files.Find(path);
        if (_handles.Count >= MostHandles)
            return Status(id, Failure, "too many open files");
        if (!isWriting)
            machine.Files.Read(path, request.User);
        else if (there is null && (flags & Creates) == 0)
            throw new FileFault(path, FileFault.Missing);
        else if (there is not null && (flags & Exclusive) != 0)
            throw new FileFault(path, FileFault.Exists);
        var ticket = Enter(isWriting ? "put" : "get", path, isWriting);
        if (ticket.BeforeEffect is { } fault && fault.Kind != FaultKind.Duplicate)
            return await StruckAsync(id, ticket, fault).ConfigureAwait(false);
        var before = machine.Lines();
        var written = isWriting ? new MemoryStream() : null;
        if (isWriting && there is not null && (flags & Truncates) == 0)
            written!.Write(machine.Files.Read(path, request.User));
        if (isWriting)
            machine.Files.Write(path, written!.ToArray(), request.User, mode);
        var name = $"{++_number}";
        _handles[name] = new(path)
        {
            Written = written,
            IsAppending = (flags & Appends) != 0,
            Ticket = ticket,
            Before = before,
        };
        return new SftpReply(102, id).Text(name);
    }

    private async Task<SftpReply> CloseAsync(uint id, string name)
    {
        if (!_handles.Remove(name, out var handle))
            return Status(id, Failure, "Invalid handle");
        if (handle.Ticket is not { } ticket)
            return Status(id, Ok);
        using (ticket)
        {
            Changes.Note(ticket, machine.Stage, handle.Before!, machine.Lines());
            if (ticket.AfterEffect is { } fault && fault.Kind != FaultKind.Duplicate)
                return await StruckAsync(id, ticket, fault).ConfigureAwait(false);
            ticket.Answered("ok");
            return Status(id, Ok);
        }
    }

    private SftpReply Read(uint id, SftpHandle handle, long offset, uint count)
    {
        var bytes = machine.Files.Read(handle.Path, request.User);
        if (offset < 0 || offset >= bytes.Length)
            return Status(id, End, "End of file");
        var length = (int)Math.Min(Math.Min(count, LargestRead), bytes.Length - offset);
        return new SftpReply(103, id).Bytes(bytes.AsSpan((int)offset, length));
    }

    private SftpReply Write(uint id, SftpHandle handle, long offset, byte[] bytes)
    {
        if (handle.Written is not { } written)
            return Status(id, Failure, "Invalid handle");
        if (offset < 0 || offset + bytes.Length > LargestFile)
            throw new FileFault(handle.Path, FileFault.Full);
        // A fault that cuts the connection after so many bytes leaves a file of so many bytes.
        var cut = handle.Ticket?.AfterEffect is { Kind: FaultKind.Drop, Bytes: > 0 } fault
            ? fault.Bytes
            : long.MaxValue;
        written.Position = handle.IsAppending ? written.Length : offset;
        written.Write(bytes.AsSpan(0, (int)Math.Clamp(cut - written.Position, 0, bytes.Length)));
        machine.Files.Write(handle.Path, written.ToArray(), request.User);
        _isCut = written.Length >= cut;
        if (_isCut)
            Changes.Note(handle.Ticket!, machine.Stage, handle.Before!, machine.Lines());
        return Status(id, Ok);
    }

    private SftpReply Stat(uint id, string path, bool followsLast) =>
        machine.Files.Find(path, followsLast) is { } node
            ? new SftpReply(105, id).Attributes(node)
            : Status(id, NoFile, FileFault.Missing);

    private SftpReply OpenFolder(uint id, string path)
    {
        var name = $"{++_number}";
        if (_handles.Count >= MostHandles)
            return Status(id, Failure, "too many open files");
        _handles[name] = new(path) { Names = new([".", "..", .. machine.Files.List(path, request.User)]) };
        return new SftpReply(102, id).Text(name);
    }

    private SftpReply ReadFolder(uint id, SftpHandle handle)
    {
        const int Most = 100;
        if (handle.Names is not { Count: > 0 } names)
            return Status(id, End, "End of file");
        var count = Math.Min(Most, names.Count);
        var reply = new SftpReply(104, id).Number((uint)count);
        for (var i = 0; i < count; i++)
        {
            var name = names.Dequeue();
            var node =
                machine.Files.Find(FileTree.Absolute(name, handle.Path), false)
                ?? new(FileNodeKind.File, 0, "root", machine.BootedAt);
            reply
                .Text(name)
                .Text($"{node.ModeText} 1 {node.Owner} {node.Group} {node.Content.Length} {name}")
                .Attributes(node);
        }
        return reply;
    }

    private async Task<SftpReply> RenameAsync(uint id, SftpPacket packet, bool isReplacing)
    {
        var (from, to) = (Full(packet.Text()), Full(packet.Text()));
        return await ChangeAsync(
                id,
                "rename",
                $"{from} {to}",
                () =>
                {
                    if (!isReplacing && machine.Files.Find(to, false) is not null)
                        throw new FileFault(to, FileFault.Exists);
                    machine.Files.Move(from, to, request.User);
                }
            )
            .ConfigureAwait(false);
    }

    private void RemoveFile(string path)
    {
        if (machine.Files.Find(path, false) is { Kind: FileNodeKind.Folder })
            throw new FileFault(path, FileFault.IsFolder);
        machine.Files.Remove(path, request.User);
    }

    private void SetStat(string path, SftpPacket packet)
    {
        var (size, mode) = Attributes(packet);
        if (size is { } length and <= LargestFile)
        {
            var bytes = machine.Files.Read(path, request.User);
            Array.Resize(ref bytes, (int)length);
            machine.Files.Write(path, bytes, request.User);
        }
        if (mode is { } bits)
            machine.Files.Change(path, request.User, n => n with { Mode = bits & 0b111_111_111_111 });
    }

    private static (long? Size, int? Mode) Attributes(SftpPacket packet)
    {
        var flags = packet.Number();
        long? size = (flags & 1) != 0 ? packet.Long() : null;
        if ((flags & 2) != 0)
            packet.Long();
        int? mode = (flags & 4) != 0 ? (int)(packet.Number() & 0b111_111_111_111) : null;
        return (size, mode);
    }

    private async Task<SftpReply> ChangeAsync(uint id, string operation, string subject, Action change)
    {
        using var ticket = Enter(operation, subject, true);
        if (ticket.BeforeEffect is { Kind: not FaultKind.Duplicate } before)
            return await StruckAsync(id, ticket, before).ConfigureAwait(false);
        var lines = machine.Lines();
        change();
        Changes.Note(ticket, machine.Stage, lines, machine.Lines());
        if (ticket.AfterEffect is { Kind: not FaultKind.Duplicate } after)
            return await StruckAsync(id, ticket, after).ConfigureAwait(false);
        ticket.Answered("ok");
        return Status(id, Ok);
    }

    private async Task<SftpReply> StruckAsync(uint id, CallTicket ticket, FaultAction fault)
    {
        if (fault.Kind == FaultKind.Error)
        {
            ticket.Answered("failure");
            return Status(id, Failure, "it failed, as the rehearsal wants");
        }
        _isCut = true;
        if (fault.Kind == FaultKind.Hang)
            await ticket.HangAsync(request.Gone).ConfigureAwait(false);
        return Status(id, Failure);
    }

    private CallTicket Enter(string operation, string subject, bool isChange) =>
        machine.Stage.Enter(
            new WorldCall(machine.Name, $"sftp.{operation}", isChange)
            {
                Subject = subject,
                Step = request.Step,
            }
        );

    private SftpHandle Handle(SftpPacket packet) =>
        _handles.GetValueOrDefault(packet.Text()) ?? throw new FileFault("handle", "Invalid handle");

    private string Full(string path) => FileTree.Absolute(path, Home);

    private static SftpReply Status(uint id, uint code, string text = "") =>
        new SftpReply(101, id).Number(code).Text(text).Text("");
}
