using System.Text;

namespace RunbookDsl.Testing;

/// <summary>One program at work on a scripted machine.</summary>
internal sealed record ProgramCall(
    ShellRun Shell,
    ShellSession Session,
    string Name,
    string[] Arguments,
    ShellStreams Streams
)
{
    private const int LargestInput = 64 << 20;

    public HostMachine Machine => Shell.Machine;

    public FileTree Files => Shell.Machine.Files;

    public string User => Session.User;

    public bool IsRoot => Session.User == "root";

    /// <summary>Arguments that are no options.</summary>
    public string[] Operands
    {
        get
        {
            var end = Arguments.TakeWhile(a => a != "--").Count();
            return
            [
                .. Arguments.Take(end).Where(a => a.Length < 2 || a[0] != '-'),
                .. Arguments.Skip(end + 1),
            ];
        }
    }

    /// <summary>Whether a one-letter option or a long one is given.</summary>
    public bool Has(char letter, string? name = null) =>
        Arguments
            .TakeWhile(a => a != "--")
            .Any(a =>
                (a.Length > 1 && a[0] == '-' && a[1] != '-' && a.Contains(letter, StringComparison.Ordinal))
                || (name is not null && a == "--" + name)
            );

    public string Full(string path) => FileTree.Absolute(path, Session.Folder);

    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes) => Streams.Out.WriteAsync(bytes);

    public ValueTask SayAsync(string line) => ShellRun.SayAsync(Streams.Out, line + "\n");

    /// <summary>Writes an error line and gives the exit code.</summary>
    public async Task<int> FailAsync(string line, int code = 1)
    {
        await ShellRun.SayAsync(Streams.Error, line + "\n").ConfigureAwait(false);
        return code;
    }

    /// <summary>Reports what the program does not know: the rehearsal fails.</summary>
    public Task<int> UnknownAsync(string what, IEnumerable<string> known, int code = 2)
    {
        Machine.Stage.Unknown(Machine.Name, $"{Name} {what}", known.Select(k => $"{Name} {k}"));
        return FailAsync($"{Name}: {what} is not known on this machine", code);
    }

    public async Task<byte[]> InputAsync()
    {
        var all = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int count;
        while ((count = await Streams.In.ReadAsync(buffer, Shell.Cancellation).ConfigureAwait(false)) > 0)
        {
            all.Write(buffer, 0, count);
            if (all.Length > LargestInput)
                throw new ShellFault($"more than {LargestInput} bytes of input");
        }
        return all.ToArray();
    }

    /// <summary>The text of the files named, or of the input when none is.</summary>
    public async Task<string> TextAsync(IEnumerable<string> paths)
    {
        var text = new StringBuilder();
        var isAny = false;
        foreach (var path in paths)
        {
            isAny = true;
            text.Append(
                Encoding.UTF8.GetString(path == "-" ? await InputAsync().ConfigureAwait(false) : Read(path))
            );
        }
        return isAny ? text.ToString() : Encoding.UTF8.GetString(await InputAsync().ConfigureAwait(false));
    }

    public byte[] Read(string path)
    {
        try
        {
            return Files.Read(Full(path), User);
        }
        catch (FileFault e)
        {
            throw new FileFault(path, e.Reason);
        }
    }

    /// <summary>Lines without the end of the last.</summary>
    public static string[] Lines(string text) =>
        text.Length == 0 ? [] : (text.EndsWith('\n') ? text[..^1] : text).Split('\n');
}
