using System.Runtime.InteropServices;
using System.Text;

namespace RunbookDsl.Cli;

/// <summary>
/// Standard output or error. Never throws: when nobody reads any more (a closed pipe, a full disk) a run
/// goes on all the same, and its journal has everything.
/// </summary>
/// <param name="descriptor">1 or 2.</param>
internal sealed unsafe class TextSink(int descriptor)
{
    private const int ClosedPipe = 32;
    private bool _isGone;

    /// <summary>
    /// The error number because of which something that was printed is lost; 0 when nothing is, and when a
    /// reader closed the pipe because it had enough.
    /// </summary>
    public int Error { get; private set; }

    public bool IsTerminal { get; } = Libc.IsTerminal(descriptor) == 1;

    public int Columns => Libc.Columns(descriptor);

    public void Line(string text) => Write(text + "\n");

    public void Write(string text) => Write(Encoding.UTF8.GetBytes(text));

    public void Write(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
            for (nuint done = 0; done < (nuint)bytes.Length && !_isGone; )
            {
                var written = Libc.Write(descriptor, start + done, (nuint)bytes.Length - done);
                if (written >= 0)
                    done += (nuint)written;
                else
                    GiveUpUnless(Marshal.GetLastPInvokeError());
            }
    }

    private void GiveUpUnless(int error)
    {
        _isGone = !MayGoOn(error);
        if (_isGone && error != ClosedPipe)
            Error = error;
    }

    // A pipe that somebody made non-blocking is full: wait until it is read.
    private bool MayGoOn(int error)
    {
        if (error != Libc.WouldBlock)
            return error == Libc.Interrupted;
        var target = new Libc.PollTarget { Descriptor = descriptor, Events = Libc.Writable };
        return Libc.Poll(&target, 1, -1) >= 0 || Marshal.GetLastPInvokeError() == Libc.Interrupted;
    }
}
