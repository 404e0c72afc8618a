using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace RunbookDsl.Cli;

/// <summary>
/// The person at the terminal: writes questions to it and reads lines from it, until told to stop.
/// </summary>
internal sealed unsafe class TerminalInput
{
    private const int LookEvery = 200;
    private readonly SafeFileHandle? _terminal;
    private readonly int _descriptor;

    private TerminalInput(SafeFileHandle? terminal, int descriptor) =>
        (_terminal, _descriptor) = (terminal, descriptor);

    /// <summary>
    /// The controlling terminal, or standard input if that is one; null when nobody can be asked.
    /// </summary>
    public static TerminalInput? Open(TextSink output)
    {
        var hasInput = Libc.IsTerminal(0) == 1;
        if (!hasInput && !output.IsTerminal)
            return null;
        try
        {
            var terminal = File.OpenHandle(
                "/dev/tty",
                FileMode.Open,
                FileAccess.ReadWrite,
                FileShare.ReadWrite
            );
            return new TerminalInput(terminal, (int)terminal.DangerousGetHandle());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return hasInput ? new TerminalInput(null, 0) : null;
        }
    }

    public void Write(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        fixed (byte* start = bytes)
            _ = Libc.Write(_terminal is null ? 2 : _descriptor, start, (nuint)bytes.Length);
    }

    /// <summary>One line without its end; null at the end of input.</summary>
    /// <exception cref="OperationCanceledException">Told to stop while nobody answered.</exception>
    public string? ReadLine(CancellationToken cancellation)
    {
        var line = new List<byte>();
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            var target = new Libc.PollTarget { Descriptor = _descriptor, Events = Libc.Readable };
            if (Libc.Poll(&target, 1, LookEvery) <= 0)
                continue;
            byte read;
            var count = Libc.Read(_descriptor, &read, 1);
            if (count < 0 && Marshal.GetLastPInvokeError() == Libc.Interrupted)
                continue;
            if (count <= 0)
                return line.Count == 0 ? null : Text(line);
            if (read == (byte)'\n')
                return Text(line);
            line.Add(read);
        }
    }

    private static string Text(List<byte> line) => Encoding.UTF8.GetString([.. line]).TrimEnd('\r');
}
