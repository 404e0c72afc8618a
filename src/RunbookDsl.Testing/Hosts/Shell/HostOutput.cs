namespace RunbookDsl.Testing;

/// <summary>Where a program of a scripted machine writes.</summary>
internal abstract class HostOutput
{
    public static HostOutput Null { get; } = new Nowhere();

    public abstract ValueTask WriteAsync(ReadOnlyMemory<byte> bytes);

    private sealed class Nowhere : HostOutput
    {
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> bytes) => ValueTask.CompletedTask;
    }
}

/// <summary>Keeps what is written, up to a limit.</summary>
internal sealed class BufferOutput : HostOutput
{
    private const int Most = 16 << 20;
    private readonly MemoryStream _kept = new();

    public byte[] Bytes => _kept.ToArray();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        if (_kept.Length + bytes.Length > Most)
            throw new ShellFault($"more than {Most} bytes through a pipe or a variable");
        _kept.Write(bytes.Span);
        return ValueTask.CompletedTask;
    }
}

/// <summary>Gives what is written to a function.</summary>
internal sealed class CallOutput(Func<ReadOnlyMemory<byte>, ValueTask> write) : HostOutput
{
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> bytes) => write(bytes);
}

/// <summary>Writes to a file of the machine.</summary>
internal sealed class FileOutput : HostOutput
{
    private readonly FileTree _files;
    private readonly string _path;
    private readonly string _user;

    public FileOutput(FileTree files, string path, string user, bool isAppending)
    {
        (_files, _path, _user) = (files, path, user);
        if (!isAppending || files.Find(path) is null)
            files.Write(path, [], user);
        else
            files.Write(path, files.Read(path, "root"), user);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        _files.Write(_path, [.. _files.Read(_path, "root"), .. bytes.Span], _user);
        return ValueTask.CompletedTask;
    }
}
